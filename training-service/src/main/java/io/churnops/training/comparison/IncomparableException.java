package io.churnops.training.comparison;

/** A version cannot score the rows, or what it says of them means something else. */
public final class IncomparableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  IncomparableException(String reason) {
    super(reason);
  }

  /** The reason, as the end of a sentence. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
