package io.churnops.training.reproduction;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** A request about reproductions cannot be answered. */
final class ReproductionException extends ProblemException {

  private ReproductionException(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static ReproductionException unknown(String id) {
    return new ReproductionException(
        HttpStatus.NOT_FOUND,
        "unknown-reproduction",
        "Unknown reproduction",
        "There is no reproduction '%s'.".formatted(id));
  }

  static ReproductionException keyReused() {
    return new ReproductionException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "idempotency-key-reused",
        "Idempotency key reused",
        "This Idempotency-Key came before for another version. Use a new key.");
  }
}
