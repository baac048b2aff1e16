package io.churnops.ingestion.intake;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** As many requests are under way as this instance can hold. */
final class TooManyRequestsException extends ProblemException {

  TooManyRequestsException() {
    super(
        HttpStatus.TOO_MANY_REQUESTS,
        "too-many-requests",
        "Too many requests",
        "This instance is working on as many requests as it can hold, or as one key may have;"
            + " nothing of this one was read. Send it again a little later.");
    retryAfter(1);
  }
}
