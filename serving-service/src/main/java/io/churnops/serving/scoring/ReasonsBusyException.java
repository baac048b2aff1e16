package io.churnops.serving.scoring;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** More reasons are waited for than can be found soon. */
final class ReasonsBusyException extends ProblemException {

  private static final int RETRY_AFTER_SECONDS = 2;

  ReasonsBusyException() {
    super(
        HttpStatus.SERVICE_UNAVAILABLE,
        "reasons-busy",
        "Too many ask for reasons",
        "Too many requests wait for reasons. Try again, or ask for the scores without them.");
    retryAfter(RETRY_AFTER_SECONDS);
  }
}
