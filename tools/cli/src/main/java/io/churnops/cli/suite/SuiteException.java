package io.churnops.cli.suite;

/** The suite cannot do what was asked. The message says why and what to do. */
public final class SuiteException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean refused;

  public SuiteException(String message) {
    this(message, false);
  }

  /** A service refused what it was asked; asking it the same again is of no use. */
  public static SuiteException refused(String message) {
    return new SuiteException(message, true);
  }

  private SuiteException(String message, boolean refused) {
    super(message);
    this.refused = refused;
  }

  /** Whether it was asked for something that it will never give. */
  public boolean isRefusal() {
    return refused;
  }

  public SuiteException(String message, Throwable cause) {
    super(message, cause);
    this.refused = false;
  }
}
