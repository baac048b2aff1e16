package io.churnops.feature.online;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.online.FeaturesAnswer.Lag;
import io.churnops.features.engine.CompiledView;
import io.churnops.kit.metrics.GaugeRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Tells of each view that is folded how far behind it may be, and whether it is further. */
@Component
class FreshnessMetrics {

  private static final Logger log = LoggerFactory.getLogger(FreshnessMetrics.class);

  private final FeatureViews views;
  private final ViewFreshness freshness;
  private final InstantSource clock;
  private final GaugeRows objectives;
  private final GaugeRows stale;

  FreshnessMetrics(
      FeatureViews views, ViewFreshness freshness, InstantSource clock, MeterRegistry meters) {
    this.views = views;
    this.freshness = freshness;
    this.clock = clock;
    this.objectives =
        GaugeRows.register(
            meters,
            "churnops.features.freshness.objective.seconds",
            "How far behind its source a view may be before its values are stale");
    this.stale =
        GaugeRows.register(
            meters,
            "churnops.features.view.stale",
            "1 while the values of a view are stale, 0 otherwise");
  }

  @Scheduled(fixedDelayString = "5s", initialDelayString = "2s")
  void look() {
    try {
      Instant now = clock.instant();
      Map<Tags, DoubleSupplier> promised = new HashMap<>();
      Map<Tags, DoubleSupplier> broken = new HashMap<>();
      for (CompiledView view : views.folded()) {
        String fingerprint = view.definition().fingerprint();
        double objective = freshness.objectiveSeconds(view);
        boolean isStale = freshness.lag(objective, now).filter(Lag::isTooLarge).isPresent();
        Tags tags = Tags.of("view", view.definition().name(), "fingerprint", fingerprint);
        promised.put(tags, () -> objective);
        broken.put(tags, () -> isStale ? 1 : 0);
      }
      objectives.show(promised);
      stale.show(broken);
    } catch (DataAccessException | TransactionException e) {
      log.debug("It cannot be told which views are stale: {}", e.toString());
    }
  }
}
