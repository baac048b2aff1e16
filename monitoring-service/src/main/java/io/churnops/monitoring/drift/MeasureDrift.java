package io.churnops.monitoring.drift;

import io.churnops.monitoring.MonitoringProperties;
import io.churnops.monitoring.drift.Baselines.VersionId;
import io.churnops.monitoring.drift.DriftReport.FeatureDrift;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Compares the predictions of a period with the baseline of their version. */
@Service
class MeasureDrift {

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final Baselines baselines;
  private final BinCounts counts;
  private final MonitoringProperties properties;
  private final InstantSource clock;

  MeasureDrift(
      Baselines baselines, BinCounts counts, MonitoringProperties properties, InstantSource clock) {
    this.baselines = baselines;
    this.counts = counts;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * The drift of a version.
   *
   * @param version the champion unless given; where there is none, what the newest predictions of
   *     the period were made with, since serving keeps the model of an alias that was removed
   * @param from the configured window before {@code to} unless given
   * @param to now unless given
   */
  DriftReport measure(
      String model, @Nullable Integer version, @Nullable Instant from, @Nullable Instant to) {
    Instant end = ceiling(to == null ? clock.instant() : bounded(to));
    Instant start =
        (from == null ? end.minus(properties.window()) : bounded(from))
            .truncatedTo(ChronoUnit.HOURS);
    if (!start.isBefore(end)) {
      throw DriftException.emptyPeriod(start, end);
    }
    VersionId id = new VersionId(model, version == null ? serving(model, start, end) : version);
    Baseline baseline = baselines.of(id).orElseThrow(() -> DriftException.unknownVersion(id));
    Map<String, long[]> window = counts.between(id, baseline, start, end);
    List<FeatureDrift> features =
        baseline.features().stream()
            .map(feature -> drift(feature, window))
            .sorted(DriftReport.FURTHEST_FIRST)
            .toList();
    return new DriftReport(
        id.model(), id.version(), start, end, drift(baseline.score(), window), features);
  }

  private int serving(String model, Instant start, Instant end) {
    OptionalInt champion = baselines.champion(model);
    return (champion.isPresent() ? champion : counts.newestVersion(model, start, end))
        .orElseThrow(() -> DriftException.noChampion(model));
  }

  private static FeatureDrift drift(BinnedFeature feature, Map<String, long[]> window) {
    return FeatureDrift.of(feature, Objects.requireNonNull(window.get(feature.name())));
  }

  /** What the database and the arithmetic of times can hold. */
  private static Instant bounded(Instant instant) {
    if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
      throw DriftException.unknownPeriod();
    }
    return instant;
  }

  /** Counts are kept by the hour, so a period ends with one. */
  private static Instant ceiling(Instant instant) {
    Instant hour = instant.truncatedTo(ChronoUnit.HOURS);
    return hour.equals(instant) ? hour : hour.plus(1, ChronoUnit.HOURS);
  }
}
