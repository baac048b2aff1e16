package io.churnops.feature.datasets;

/** Where a training set stands. */
enum DatasetStatus {
  RUNNING,
  COMPLETE,
  FAILED,
  CANCELLED
}
