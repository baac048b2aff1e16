package io.churnops.ingestion.imports;

import io.churnops.ingestion.eventlog.NotConfirmedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/** Waits out what passes: Kafka or Postgres away. Ends only with success or with the service. */
final class Patience {

  private static final Logger log = LoggerFactory.getLogger(Patience.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final CountDownLatch stopping;

  /** Until the latch opens. */
  Patience(CountDownLatch stopping) {
    this.stopping = stopping;
  }

  /** The service is going down; what was under way will be begun anew. */
  static final class StoppingException extends RuntimeException {

    StoppingException() {
      super("The service is stopping", null, false, false);
    }
  }

  /** Tries until it succeeds. */
  <T> T until(Supplier<T> attempt) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return attempt.get();
      } catch (DataIntegrityViolationException lasting) {
        throw lasting;
      } catch (NotConfirmedException | DataAccessException | TransactionException passing) {
        log.warn("Import waits {} ms: {}", pause.toMillis(), passing.getClass().getSimpleName());
        pause(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    }
  }

  /** Tries until it succeeds. */
  void until(Runnable attempt) {
    Supplier<Boolean> done =
        () -> {
          attempt.run();
          return true;
        };
    until(done);
  }

  void checkStopping() {
    if (stopping.getCount() == 0) {
      throw new StoppingException();
    }
  }

  private void pause(Duration pause) {
    try {
      if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoppingException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppingException();
    }
  }
}
