package io.churnops.training.forests;

import io.churnops.kit.problem.ProblemException;
import java.util.Collection;
import org.springframework.http.HttpStatus;

/** A forest that was grown elsewhere cannot be taken, or is not there. */
final class ForestProblem extends ProblemException {

  private static final int RETRY_SECONDS = 10;

  private ForestProblem(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static ForestProblem unknown(String forestId) {
    return new ForestProblem(
        HttpStatus.NOT_FOUND,
        "unknown-forest",
        "Unknown forest",
        "There is no forest '%s'. POST /v1/forests takes one.".formatted(forestId));
  }

  static ForestProblem notUploaded(Collection<String> forestIds) {
    return new ForestProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "unknown-forest",
        "Unknown forest",
        "forests names %s, which nobody has uploaded, or long ago. POST /v1/forests takes it."
            .formatted(String.join(" and ", forestIds)));
  }

  static ForestProblem tooLarge(long most) {
    return new ForestProblem(
        HttpStatus.CONTENT_TOO_LARGE,
        "forest-too-large",
        "Forest too large",
        "It has more than %,d bytes (churnops.forests.largest).".formatted(most));
  }

  static ForestProblem unusable(String why) {
    return new ForestProblem(
        HttpStatus.UNPROCESSABLE_CONTENT, "unusable-forest", "Unusable forest", why);
  }

  static ForestProblem notNow() {
    ForestProblem problem =
        new ForestProblem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "forest-not-taken",
            "Forest not taken",
            "The forest did not come whole, or the disk has no room for it. Nothing was kept; send it"
                + " again.");
    problem.retryAfter(RETRY_SECONDS);
    return problem;
  }
}
