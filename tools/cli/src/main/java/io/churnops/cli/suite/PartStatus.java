package io.churnops.cli.suite;

/** What a part of the suite is doing. */
public enum PartStatus {
  /** Not started yet. */
  WAITING,
  STARTING,
  /** Runs and answers. */
  UP,
  /** Runs, but does not answer or says that it is not ready. */
  DOWN,
  /** Ended although nobody asked it to. */
  CRASHED
}
