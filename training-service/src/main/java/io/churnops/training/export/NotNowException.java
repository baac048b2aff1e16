package io.churnops.training.export;

import java.time.Duration;

/** The MLflow server does not take this for now. */
class NotNowException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What the trouble is about; so many in a row mean that the server takes nothing at all. */
  enum About {
    SERVER(1),
    PERHAPS_THIS_ALONE(2),
    THIS_ALONE(20);

    private final int mostInARow;

    About(int mostInARow) {
      this.mostInARow = mostInARow;
    }
  }

  private final About about;
  private final Duration wait;

  /**
   * No answer, or one that says no more than that.
   *
   * @param wait how long the server asks to be left alone
   */
  NotNowException(String message, About about, Duration wait) {
    super(message);
    this.about = about;
    this.wait = wait;
  }

  /** Whether something else may be taken all the same. */
  boolean mayBeThisAlone() {
    return about != About.SERVER;
  }

  boolean isAboutServer(int inARow) {
    return inARow >= about.mostInARow;
  }

  Duration waitFor() {
    return wait;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
