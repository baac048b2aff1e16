package io.churnops.feature.definitions;

import io.churnops.features.engine.DefinitionException;
import io.churnops.kit.problem.ProblemException;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** What was sent is no usable definition; the problem lists everything wrong with it. */
final class InvalidDefinitionException extends ProblemException {

  InvalidDefinitionException(DefinitionException cause) {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-definition",
        "Invalid definition",
        String.valueOf(cause.getMessage()),
        Map.of("errors", cause.problems()),
        cause);
  }
}
