package io.churnops.ingestion.types;

import io.churnops.kit.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** An event type that cannot be registered as it is; the errors say where and why. */
final class InvalidEventTypeException extends ProblemException {

  private final List<String> errors;

  InvalidEventTypeException(List<String> errors) {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-event-type",
        "Invalid event type",
        "This event type cannot be registered: " + String.join("; ", errors),
        Map.of("errors", errors),
        null);
    this.errors = List.copyOf(errors);
  }

  List<String> errors() {
    return errors;
  }
}
