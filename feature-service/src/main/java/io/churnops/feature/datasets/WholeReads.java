package io.churnops.feature.datasets;

import io.churnops.kit.problem.ProblemException;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Lets only so many requests read a whole training set or the whole log at once. */
@Component
class WholeReads {

  private static final int AT_ONCE = 2;
  private static final int BUSY_SECONDS = 5;

  private final Semaphore permits = new Semaphore(AT_ONCE);

  /** Something that takes long. */
  interface Reading<T> {
    T read() throws IOException;
  }

  /**
   * Reads, if not too many others do.
   *
   * @throws ProblemException if they do
   */
  <T> T read(Reading<T> reading) throws IOException {
    if (!permits.tryAcquire()) {
      throw new ProblemException(
              HttpStatus.SERVICE_UNAVAILABLE,
              "datasets-busy",
              "Training sets are being read",
              "Other requests are reading whole training sets, or the whole log. Ask again.")
          .retryAfter(BUSY_SECONDS);
    }
    try {
      return reading.read();
    } finally {
      permits.release();
    }
  }
}
