package io.churnops.feature.online;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.online.FeaturesAnswer.Lag;
import io.churnops.features.engine.CompiledView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
  private final MultiGauge objectives;
  private final MultiGauge stale;

  FreshnessMetrics(
      FeatureViews views, ViewFreshness freshness, InstantSource clock, MeterRegistry meters) {
    this.views = views;
    this.freshness = freshness;
    this.clock = clock;
    this.objectives =
        MultiGauge.builder("churnops.features.freshness.objective.seconds")
            .description("How far behind its source a view may be before its values are stale")
            .register(meters);
    this.stale =
        MultiGauge.builder("churnops.features.view.stale")
            .description("1 while the values of a view are stale, 0 otherwise")
            .register(meters);
  }

  @Scheduled(fixedDelayString = "5s", initialDelayString = "2s")
  void look() {
    try {
      Instant now = clock.instant();
      List<MultiGauge.Row<?>> promised = new ArrayList<>();
      List<MultiGauge.Row<?>> broken = new ArrayList<>();
      for (CompiledView view : views.folded()) {
        String fingerprint = view.definition().fingerprint();
        double objective = freshness.objectiveSeconds(view);
        boolean isStale = freshness.lag(objective, now).filter(Lag::isTooLarge).isPresent();
        Tags tags = Tags.of("view", view.definition().name(), "fingerprint", fingerprint);
        promised.add(MultiGauge.Row.of(tags, objective));
        broken.add(MultiGauge.Row.of(tags, isStale ? 1 : 0));
      }
      objectives.register(promised, true);
      stale.register(broken, true);
    } catch (DataAccessException | TransactionException e) {
      log.debug("It cannot be told which views are stale: {}", e.toString());
    }
  }
}
