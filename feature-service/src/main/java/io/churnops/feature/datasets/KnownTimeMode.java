package io.churnops.feature.datasets;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.churnops.feature.log.LogHighWater;
import io.churnops.features.engine.KnownTime;
import java.time.Instant;

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
   * Up to when the log tells the whole story: the last moment of which it knows anything, on the
   * clock of the mode, but never later than now. A label that needs more is not mature.
   */
  Instant maturity(LogHighWater highWater, Instant now) {
    Instant last =
        switch (this) {
          case AS_KNOWN -> highWater.knownTime();
          case AS_HAPPENED -> highWater.eventTime();
        };
    return last.isBefore(now) ? last : now;
  }
}
