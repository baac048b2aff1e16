package io.churnops.feature.online;

import io.churnops.feature.FeatureSettings;
import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.online.FeaturesAnswer.Lag;
import io.churnops.feature.state.SourceLag;
import io.churnops.features.engine.CompiledView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How far a view is behind its source, held against what it promises. */
@Component
class ViewFreshness {

  private static final double MILLIS = 1_000.0;

  private final FeatureViews views;
  private final SourceLag sourceLag;
  private final Duration staleAfter;

  ViewFreshness(FeatureViews views, SourceLag sourceLag, FeatureSettings settings) {
    this.views = views;
    this.sourceLag = sourceLag;
    this.staleAfter = settings.staleAfter();
  }

  /** Beyond how many seconds a view's values are stale: as it promises, or as configured. */
  double objectiveSeconds(CompiledView view) {
    Duration promised = views.freshness(view.definition().fingerprint()).orElse(staleAfter);
    return promised.toMillis() / MILLIS;
  }

  /** What waits at a moment, held against an objective; empty while that cannot be told. */
  Optional<Lag> lag(double objectiveSeconds, Instant now) {
    return sourceLag
        .at(now)
        .map(lag -> new Lag(lag.events(), lag.age().toMillis() / MILLIS, objectiveSeconds));
  }
}
