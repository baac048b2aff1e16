package io.churnops.cli.suite;

/** The suite cannot do what was asked. The message says why and what to do. */
public final class SuiteException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SuiteException(String message) {
    super(message);
  }

  public SuiteException(String message, Throwable cause) {
    super(message, cause);
  }
}
