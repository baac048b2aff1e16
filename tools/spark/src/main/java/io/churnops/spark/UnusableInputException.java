package io.churnops.spark;

/** Something that was given cannot be worked on; the message says what to do. */
final class UnusableInputException extends RuntimeException {

  UnusableInputException(String message) {
    super(message);
  }
}
