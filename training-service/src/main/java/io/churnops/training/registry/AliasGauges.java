package io.churnops.training.registry;

import io.churnops.kit.metrics.GaugeRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Shows which version each alias means, also when another process moved it. */
@Component
class AliasGauges {

  private static final Logger log = LoggerFactory.getLogger(AliasGauges.class);
  private static final long EVERY_MILLISECONDS = 5_000;

  private final AliasRows aliases;
  private final GaugeRows gauges;

  AliasGauges(AliasRows aliases, MeterRegistry meters) {
    this.aliases = aliases;
    this.gauges =
        GaugeRows.register(
            meters,
            "churnops.registry.alias.version",
            "The version that an alias of a model means");
  }

  @Scheduled(fixedDelay = EVERY_MILLISECONDS)
  void refresh() {
    try {
      gauges.show(rows());
    } catch (DataAccessException | TransactionException e) {
      log.debug("The registry is out of reach; the gauges keep what they had", e);
    }
  }

  private Map<Tags, DoubleSupplier> rows() {
    Map<Tags, DoubleSupplier> rows = new HashMap<>();
    aliases.findAll().stream()
        .map(AliasRow::toAlias)
        .forEach(alias ->
            rows.put(Tags.of("model", alias.modelName(), "alias", alias.alias()), alias::version));
    return rows;
  }
}
