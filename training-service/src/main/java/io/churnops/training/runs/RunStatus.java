package io.churnops.training.runs;

/** Where a run is. FINISHED and FAILED are for ever. */
enum RunStatus {
  QUEUED,
  RUNNING,
  FINISHED,
  FAILED
}
