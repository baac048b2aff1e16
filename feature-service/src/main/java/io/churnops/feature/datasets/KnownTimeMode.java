package io.churnops.feature.datasets;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.churnops.feature.log.LogHighWater;
import io.churnops.features.engine.KnownTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Which events a row may see, as the API writes it. */
enum KnownTimeMode {
  /** Those known by the cutoff: what serving would have seen. */
  @JsonProperty("as_known")
  AS_KNOWN(KnownTime.AS_KNOWN),
  /** All that happened before the cutoff, for logs that were loaded long after the fact. */
  @JsonProperty("as_happened")
  AS_HAPPENED(KnownTime.AS_HAPPENED);

  private final KnownTime engine;

  KnownTimeMode(KnownTime engine) {
    this.engine = engine;
  }

  KnownTime engine() {
    return engine;
  }

  /**
   * Up to when the log tells the whole story, on the clock of the mode: the last moment of which it
   * knows anything, but never later than now, nor than a partition was read of which more waits in
   * Kafka. A label that needs more is not mature.
   *
   * @param readUntil per partition, a moment by which all was in the log that Kafka had then; empty
   *     while Kafka does not say: then a partition was read up to its last event
   */
  Instant maturity(LogHighWater highWater, Map<Integer, Instant> readUntil, Instant now) {
    Map<Integer, Instant> whole = new HashMap<>(readUntil);
    highWater
        .positions()
        .forEach(
            (partition, position) -> whole.merge(partition, last(position), KnownTimeMode::later));
    Instant last =
        switch (this) {
          case AS_KNOWN -> highWater.knownTime();
          case AS_HAPPENED -> highWater.eventTime();
        };
    return Stream.concat(Stream.of(last, now), whole.values().stream())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private Instant last(LogHighWater.Position position) {
    return switch (this) {
      case AS_KNOWN -> position.knownTime();
      case AS_HAPPENED -> position.eventTime();
    };
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
