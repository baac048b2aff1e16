package io.churnops.platform;

/**
 * A local server cannot be prepared, started or stopped. The message says which, why, and what to
 * do.
 */
public class PlatformException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PlatformException(String message) {
    super(message);
  }

  public PlatformException(String message, Throwable cause) {
    super(message, cause);
  }
}
