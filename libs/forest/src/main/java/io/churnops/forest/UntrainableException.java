package io.churnops.forest;

/** The rows cannot carry a forest: none, too few, or all of one class. More or other data helps. */
public final class UntrainableException extends RuntimeException {

  public UntrainableException(String message) {
    super(message);
  }
}
