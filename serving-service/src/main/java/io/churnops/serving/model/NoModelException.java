package io.churnops.serving.model;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** There is no champion to score with yet. */
public final class NoModelException extends ProblemException {

  private static final int RETRY_AFTER_SECONDS = 5;

  NoModelException(String modelName) {
    super(
        HttpStatus.SERVICE_UNAVAILABLE,
        "no-model",
        "No model",
        "Model "
            + modelName
            + " has no champion that could be loaded. Train one and promote it;"
            + " GET /v1/serving-model says what was tried.");
    retryAfter(RETRY_AFTER_SECONDS);
  }
}
