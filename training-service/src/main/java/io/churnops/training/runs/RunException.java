package io.churnops.training.runs;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** A request about runs cannot be answered. */
final class RunException extends ProblemException {

  private RunException(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static RunException unknownRun(String runId) {
    return new RunException(
        HttpStatus.NOT_FOUND,
        "unknown-training-run",
        "Unknown training run",
        "There is no training run '%s'.".formatted(runId));
  }

  static RunException over(String runId, RunStatus status) {
    return new RunException(
        HttpStatus.CONFLICT,
        "training-run-over",
        "Training run over",
        "Training run '%s' is %s and cannot be cancelled any more.".formatted(runId, status));
  }

  static RunException keyReused(String key) {
    return new RunException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "idempotency-key-reused",
        "Idempotency key reused",
        "Idempotency-Key '%s' came before with another request. Use a new key.".formatted(key));
  }
}
