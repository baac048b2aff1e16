package io.churnops.training.export;

import java.time.Duration;

/** The MLflow server does not take this for now. */
class NotNowException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean mayBeThisAlone;
  private final Duration wait;

  /**
   * No answer, or one that says no more than that.
   *
   * @param mayBeThisAlone whether something else may be taken all the same
   * @param wait how long the server asks to be left alone
   */
  NotNowException(String message, boolean mayBeThisAlone, Duration wait) {
    super(message);
    this.mayBeThisAlone = mayBeThisAlone;
    this.wait = wait;
  }

  boolean mayBeThisAlone() {
    return mayBeThisAlone;
  }

  Duration waitFor() {
    return wait;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
