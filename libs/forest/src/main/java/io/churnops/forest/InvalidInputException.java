package io.churnops.forest;

/** A feature value no model can take: not finite, or of the wrong type. The caller's mistake. */
public final class InvalidInputException extends IllegalArgumentException {

  public InvalidInputException(String message) {
    super(message);
  }
}
