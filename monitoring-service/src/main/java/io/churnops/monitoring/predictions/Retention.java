package io.churnops.monitoring.predictions;

import io.churnops.monitoring.MonitoringProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/** How long predictions are kept, in whole hours, as they are counted. */
@Component
class Retention {

  private final Duration length;
  private final InstantSource clock;

  Retention(MonitoringProperties properties, InstantSource clock) {
    this.length = properties.retention();
    this.clock = clock;
  }

  /** From when on predictions are kept. */
  Instant start() {
    return clock.instant().minus(length).truncatedTo(ChronoUnit.HOURS);
  }
}
