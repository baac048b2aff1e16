package io.churnops.training.retraining;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** A request about retrainings cannot be answered. */
final class RetrainingException extends ProblemException {

  private RetrainingException(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static RetrainingException unknown(String id) {
    return new RetrainingException(
        HttpStatus.NOT_FOUND,
        "unknown-retraining",
        "Unknown retraining",
        "There is no retraining '%s'.".formatted(id));
  }

  static RetrainingException unknownStep(String step) {
    return new RetrainingException(
        HttpStatus.NOT_FOUND,
        "unknown-retraining-step",
        "Unknown step",
        "A retraining has no step '%s'.".formatted(step));
  }

  static RetrainingException keyReused() {
    return new RetrainingException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "idempotency-key-reused",
        "Idempotency key reused",
        "This Idempotency-Key came before with another request. Use a new key.");
  }

  static RetrainingException underWay(Retraining retraining) {
    return new RetrainingException(
        HttpStatus.CONFLICT,
        "retraining-under-way",
        "Retraining under way",
        "Retraining %s is under way; a step can be retried once it is over."
            .formatted(retraining.retrainingId()));
  }

  static RetrainingException over(Retraining retraining) {
    return new RetrainingException(
        HttpStatus.CONFLICT,
        "retraining-over",
        "Retraining over",
        "Retraining %s is %s and cannot be cancelled any more."
            .formatted(retraining.retrainingId(), retraining.status()));
  }

  static RetrainingException notReached(Retraining retraining, Step step) {
    return new RetrainingException(
        HttpStatus.CONFLICT,
        "retraining-step-not-reached",
        "Step not reached",
        "Retraining %s has not come to the step %s; retry the one that it ended with."
            .formatted(retraining.retrainingId(), step.word()));
  }

  static RetrainingException nothingToGoBy(String model) {
    return new RetrainingException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "nothing-to-retrain",
        "Nothing to retrain",
        "Model '%s' has no champion whose dataset could be had anew. Say 'dataset' and 'train'."
            .formatted(model));
  }

  static RetrainingException noSchedule(String model) {
    return new RetrainingException(
        HttpStatus.NOT_FOUND,
        "unknown-retraining-schedule",
        "Unknown schedule",
        "Model '%s' is not retrained by the clock.".formatted(model));
  }

  static RetrainingException badSchedule(String detail) {
    return new RetrainingException(
        HttpStatus.UNPROCESSABLE_CONTENT, "invalid-schedule", "Invalid schedule", detail);
  }
}
