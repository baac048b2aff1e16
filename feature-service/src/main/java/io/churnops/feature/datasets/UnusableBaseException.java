package io.churnops.feature.datasets;

/** The rows of an earlier training set cannot be taken over after all. */
final class UnusableBaseException extends RuntimeException {

  UnusableBaseException(String message, Throwable cause) {
    super(message, cause);
  }

  UnusableBaseException(String message) {
    super(message);
  }
}
