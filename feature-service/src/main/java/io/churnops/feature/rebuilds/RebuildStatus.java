package io.churnops.feature.rebuilds;

/** How a rebuild fares. */
enum RebuildStatus {
  QUEUED,
  RUNNING,
  STOPPED,
  COMPLETE,
  /** Called off, since what it was for is no longer wanted. */
  CANCELLED
}
