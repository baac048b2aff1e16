package io.churnops.training.runs;

/** Where a trial of a search is. */
enum TrialStatus {
  RUNNING,
  /** It had all rows and trees. */
  FINISHED,
  /** Others did better with a part, or time was up, before it had the whole. */
  PRUNED,
  FAILED,
  /** The search ended while it ran. */
  STOPPED
}
