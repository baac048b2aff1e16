package io.churnops.training.comparison;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** Two versions cannot be compared as was asked. */
final class ComparisonProblem extends ProblemException {

  private ComparisonProblem(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static ComparisonProblem incomparable(String why) {
    return new ComparisonProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "versions-incomparable",
        "Versions incomparable",
        "The versions cannot be compared on these rows: %s.".formatted(why));
  }

  static ComparisonProblem unavailable(String why) {
    return new ComparisonProblem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "feature-service-unavailable",
        "Feature service unavailable",
        "The rows to compare on cannot be read now: %s. Ask again later.".formatted(why));
  }
}
