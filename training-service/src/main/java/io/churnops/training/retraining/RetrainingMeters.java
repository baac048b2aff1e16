package io.churnops.training.retraining;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Counts how retrainings end, and tells how long one has waited for its end. */
@Component
class RetrainingMeters {

  private static final Logger log = LoggerFactory.getLogger(RetrainingMeters.class);
  private static final long EVERY_MILLISECONDS = 15_000;
  private static final double MILLISECONDS = 1e3;

  private final MeterRegistry meters;
  private final RetrainingRows rows;
  private final InstantSource clock;
  private volatile double waitingSeconds;

  RetrainingMeters(MeterRegistry meters, RetrainingRows rows, InstantSource clock) {
    this.meters = meters;
    this.rows = rows;
    this.clock = clock;
    Gauge.builder("churnops.retraining.waiting", () -> waitingSeconds)
        .description("Since when a retraining has been due or under way")
        .baseUnit("seconds")
        .register(meters);
    for (RetrainingStatus status : RetrainingStatus.values()) {
      if (status != RetrainingStatus.RUNNING) {
        counter(status); // Told from the start, so that the first failure is seen to be one more.
      }
    }
  }

  @Scheduled(fixedDelay = EVERY_MILLISECONDS)
  void look() {
    try {
      Instant now = clock.instant();
      waitingSeconds =
          rows.oldestWaiting()
              .map(since -> Math.max(0, Duration.between(since, now).toMillis() / MILLISECONDS))
              .orElse(0.0);
    } catch (DataAccessException | TransactionException e) {
      log.debug("The registry is out of reach; the gauge keeps what it had", e);
    }
  }

  void ended(Retraining retraining) {
    counter(retraining.status()).increment();
  }

  private Counter counter(RetrainingStatus status) {
    return Counter.builder("churnops.retraining.ended")
        .description("Retrainings that are over, by how they ended")
        .tag("result", status.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }
}
