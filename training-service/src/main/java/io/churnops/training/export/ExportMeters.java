package io.churnops.training.export;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How it stands with what the MLflow server is told. */
final class ExportMeters {

  private static final double MILLISECONDS = 1e3;

  private final InstantSource clock;
  private final Counter taken;
  private final Counter refused;
  private volatile long waiting;
  private volatile long postponed;
  private volatile long refusedNow;
  private volatile Instant progressAt;

  ExportMeters(MeterRegistry meters, InstantSource clock) {
    this.clock = clock;
    this.progressAt = clock.instant();
    this.taken = told(meters, "taken");
    this.refused = told(meters, "refused");
    Gauge.builder("churnops.mlflow.export.waiting", () -> waiting)
        .description("Runs, models, versions and aliases that the MLflow server is to be told of")
        .register(meters);
    Gauge.builder("churnops.mlflow.export.postponed", () -> postponed)
        .description("Those of them that it failed at, which are told again by themselves")
        .register(meters);
    Gauge.builder("churnops.mlflow.export.refused", () -> refusedNow)
        .description("Those of them that it refused for good")
        .register(meters);
    Gauge.builder("churnops.mlflow.export.stuck", this::stuckSeconds)
        .description("Since when it has taken nothing although something waits")
        .baseUnit("seconds")
        .register(meters);
  }

  private static Counter told(MeterRegistry meters, String answer) {
    return Counter.builder("churnops.mlflow.export.told")
        .description("Runs, models, versions and aliases that it took, or refused for good")
        .tag("answer", answer)
        .register(meters);
  }

  void stands(MlflowExport.View view) {
    if (view.waiting() == 0) {
      progressAt = clock.instant();
    }
    waiting = view.waiting();
    postponed = view.postponed();
    refusedNow = view.refused();
  }

  void taken() {
    progressAt = clock.instant();
    taken.increment();
  }

  void refused() {
    progressAt = clock.instant();
    refused.increment();
  }

  private double stuckSeconds() {
    long since = Duration.between(progressAt, clock.instant()).toMillis();
    return waiting == 0 ? 0 : Math.max(0, since / MILLISECONDS);
  }
}
