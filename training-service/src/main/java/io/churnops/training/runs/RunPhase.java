package io.churnops.training.runs;

/** What a running run is at. */
enum RunPhase {
  FETCHING_DATA,
  SEARCHING,
  GROWING,
  JUDGING,
  PUBLISHING
}
