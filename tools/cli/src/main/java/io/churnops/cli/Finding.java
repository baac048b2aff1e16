package io.churnops.cli;

/**
 * What {@code doctor} found out about one thing.
 *
 * @param fix what to do about it; empty when all is well
 */
record Finding(String subject, Verdict verdict, String found, String fix) {

  enum Verdict {
    OK,
    /** The suite runs, but may not for long or not well. */
    WARNING,
    /** The suite cannot run. */
    FAILURE
  }

  static Finding ok(String subject, String found) {
    return new Finding(subject, Verdict.OK, found, "");
  }

  static Finding warning(String subject, String found, String fix) {
    return new Finding(subject, Verdict.WARNING, found, fix);
  }

  static Finding failure(String subject, String found, String fix) {
    return new Finding(subject, Verdict.FAILURE, found, fix);
  }
}
