package io.churnops.serving.scoring;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** Neither the online nor the offline features can be read now. */
final class FeaturesUnavailableException extends ProblemException {

  private static final int RETRY_AFTER_SECONDS = 2;

  FeaturesUnavailableException() {
    super(
        HttpStatus.SERVICE_UNAVAILABLE,
        "features-unavailable",
        "Features unavailable",
        "Neither the online store nor feature-service could be read. Try again.");
    retryAfter(RETRY_AFTER_SECONDS);
  }
}
