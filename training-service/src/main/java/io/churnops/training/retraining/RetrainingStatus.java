package io.churnops.training.retraining;

/** Where a retraining is; all but the first are its ends. */
enum RetrainingStatus {
  RUNNING,
  /** The new version is the champion. */
  PROMOTED,
  /** There is a new version, and nobody asked to promote it. */
  REGISTERED,
  /** There is a new version, and a gate keeps it from being the champion. */
  REFUSED,
  /** A step could not be done. */
  FAILED,
  /** Somebody wanted it no more. */
  CANCELLED
}
