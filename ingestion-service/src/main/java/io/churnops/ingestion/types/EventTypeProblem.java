package io.churnops.ingestion.types;

import io.churnops.kit.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Why a request about event types cannot be answered as wished. */
final class EventTypeProblem extends ProblemException {

  private EventTypeProblem(
      HttpStatus status, String slug, String title, String detail, Map<String, ?> members) {
    super(status, slug, title, detail, members, null);
  }

  private EventTypeProblem(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static EventTypeProblem unknown(String what) {
    return new EventTypeProblem(
        HttpStatus.NOT_FOUND,
        "unknown-event-type",
        "Unknown event type",
        "There is no event type " + what + ".");
  }

  static EventTypeProblem builtIn(String type) {
    return new EventTypeProblem(
        HttpStatus.CONFLICT,
        "built-in-event-type",
        "Built-in event type",
        type + " belongs to Churnops and cannot be changed; choose another name.");
  }

  static EventTypeProblem breaking(String type, int version, List<Break> breaks) {
    return new EventTypeProblem(
        HttpStatus.CONFLICT,
        "breaking-change",
        "Breaking change",
        "The schema breaks version "
            + version
            + " of "
            + type
            + "; see breaks. Register a type of another name, or set its compatibility to none"
            + " first.",
        Map.of("breaks", breaks));
  }

  static EventTypeProblem tooMany(String what, int limit) {
    return new EventTypeProblem(
        HttpStatus.CONFLICT,
        "too-many-event-types",
        "Too many event types",
        "There may be at most " + limit + " " + what + ".");
  }
}
