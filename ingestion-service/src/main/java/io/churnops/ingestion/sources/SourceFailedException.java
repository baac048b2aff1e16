package io.churnops.ingestion.sources;

/** A source could not be read to its end; the message says why, without data or secrets. */
final class SourceFailedException extends RuntimeException {

  SourceFailedException(String message) {
    super(message);
  }

  SourceFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
