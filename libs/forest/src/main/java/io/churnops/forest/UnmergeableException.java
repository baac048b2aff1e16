package io.churnops.forest;

/** Parts that are not of one forest, or not all that it takes. */
public final class UnmergeableException extends RuntimeException {

  UnmergeableException(String message) {
    super(message);
  }
}
