package io.churnops.training.retraining;

/** Where a step is. */
enum StepStatus {
  PENDING,
  RUNNING,
  DONE,
  /** There was nothing to do, as asked. */
  SKIPPED,
  /** It was judged, and the judgement ends the retraining. */
  REFUSED,
  FAILED,
  /** Somebody cancelled the retraining while it was this step's turn. */
  CANCELLED;

  boolean letsGoOn() {
    return this == DONE || this == SKIPPED;
  }
}
