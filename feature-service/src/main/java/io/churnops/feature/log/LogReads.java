package io.churnops.feature.log;

import io.churnops.feature.FeatureSettings;
import io.churnops.kit.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Lets only so many requests read the log at once: it is the slow way, and shared with others. */
@Component
public class LogReads {

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Semaphore permits;

  LogReads(FeatureSettings settings) {
    this.permits = new Semaphore(settings.logReads(), true);
  }

  /**
   * Reads, after a wait if there are too many others.
   *
   * @throws ProblemException if there still are
   */
  public <T> T read(Supplier<T> fold) {
    if (!admitted(PATIENCE)) {
      throw new ProblemException(
              HttpStatus.SERVICE_UNAVAILABLE,
              "log-reads-saturated",
              "Too many reads of the log",
              "Too many customers are being folded from the log at the moment. Try again.")
          .retryAfter(1);
    }
    return admittedTo(fold);
  }

  /** The same without any waiting; empty if others are reading. */
  public <T> Optional<T> readIfFree(Supplier<T> fold) {
    return permits.tryAcquire() ? Optional.of(admittedTo(fold)) : Optional.empty();
  }

  private <T> T admittedTo(Supplier<T> fold) {
    try {
      return fold.get();
    } finally {
      permits.release();
    }
  }

  private boolean admitted(Duration patience) {
    try {
      return permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
