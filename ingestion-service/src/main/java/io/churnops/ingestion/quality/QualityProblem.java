package io.churnops.ingestion.quality;

import io.churnops.kit.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Why a request about quality rules cannot be answered as wished. */
final class QualityProblem extends ProblemException {

  private QualityProblem(
      HttpStatus status, String slug, String title, String detail, Map<String, ?> members) {
    super(status, slug, title, detail, members, null);
  }

  private QualityProblem(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static QualityProblem invalid(List<String> errors) {
    return new QualityProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-quality-rules",
        "Invalid quality rules",
        "These rules cannot be followed: " + String.join("; ", errors),
        Map.of("errors", errors));
  }

  static QualityProblem unknownType(String type) {
    return new QualityProblem(
        HttpStatus.NOT_FOUND,
        "unknown-event-type",
        "Unknown event type",
        "There is no event type " + type + ".");
  }

  static QualityProblem tooMany(int limit) {
    return new QualityProblem(
        HttpStatus.CONFLICT,
        "too-many-versions",
        "Too many versions",
        "The rules of a type may have at most " + limit + " versions.");
  }

  static QualityProblem unknownVersion(String type, int version) {
    return new QualityProblem(
        HttpStatus.NOT_FOUND,
        "unknown-quality-rules",
        "Unknown quality rules",
        "The quality rules of " + type + " have no version " + version + ".");
  }
}
