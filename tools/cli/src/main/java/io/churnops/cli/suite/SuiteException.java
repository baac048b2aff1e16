package io.churnops.cli.suite;

/** The suite cannot do what was asked. The message says why and what to do. */
public final class SuiteException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean refused;
  private final String problem;

  public SuiteException(String message) {
    this(message, false, "");
  }

  /**
   * A service refused what it was asked; asking it the same again is of no use.
   *
   * @param problem the type of the problem that it found; empty if it told none
   */
  public static SuiteException refused(String message, String problem) {
    return new SuiteException(message, true, problem);
  }

  private SuiteException(String message, boolean refused, String problem) {
    super(message);
    this.refused = refused;
    this.problem = problem;
  }

  /** Whether it was asked for something that it will never give. */
  public boolean isRefusal() {
    return refused;
  }

  /** Whether that is the problem of this name, the end of its type. */
  public boolean isAbout(String name) {
    return problem.endsWith("/" + name);
  }

  public SuiteException(String message, Throwable cause) {
    super(message, cause);
    this.refused = false;
    this.problem = "";
  }
}
