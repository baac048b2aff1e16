package io.churnops.training.retraining;

/** The step that was worked on is over, or somebody else's: nothing may come of it here. */
final class StepOverException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StepOverException(Retraining retraining, RetrainingStep step) {
    super(
        "Step %s of retraining %s is no longer in attempt %d"
            .formatted(step.step().word(), retraining.retrainingId(), step.attempt()));
  }
}
