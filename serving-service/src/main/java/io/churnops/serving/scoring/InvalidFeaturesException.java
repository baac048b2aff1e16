package io.churnops.serving.scoring;

import io.churnops.kit.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Given features that the model cannot take. */
final class InvalidFeaturesException extends ProblemException {

  InvalidFeaturesException(String customerId, List<String> errors) {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-features",
        "Invalid features",
        "The features given for customer " + customerId + " do not fit the model: " + errors,
        Map.of("errors", errors),
        null);
  }
}
