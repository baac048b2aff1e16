package io.churnops.training.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
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
  private final MultiGauge gauges;

  AliasGauges(AliasRows aliases, MeterRegistry meters) {
    this.aliases = aliases;
    this.gauges =
        MultiGauge.builder("churnops.registry.alias.version")
            .description("The version that an alias of a model means")
            .register(meters);
  }

  @Scheduled(fixedDelay = EVERY_MILLISECONDS)
  void refresh() {
    try {
      gauges.register(rows(), true);
    } catch (DataAccessException | TransactionException e) {
      log.debug("The registry is out of reach; the gauges keep what they had", e);
    }
  }

  private List<MultiGauge.Row<?>> rows() {
    return aliases.findAll().stream()
        .map(AliasRow::toAlias)
        .<MultiGauge.Row<?>>map(alias ->
            MultiGauge.Row.of(
                Tags.of("model", alias.modelName(), "alias", alias.alias()), alias.version()))
        .toList();
  }
}
