package io.churnops.training.runs;

/** Where a run is. FINISHED, FAILED and CANCELLED are for ever. */
enum RunStatus {
  QUEUED,
  RUNNING,
  FINISHED,
  FAILED,
  CANCELLED;

  /** Whether it stays so. */
  boolean isOver() {
    return this != QUEUED && this != RUNNING;
  }
}
