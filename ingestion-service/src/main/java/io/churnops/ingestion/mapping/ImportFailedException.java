package io.churnops.ingestion.mapping;

/** The file cannot be imported with this mapping; the message says why, without customer data. */
public final class ImportFailedException extends RuntimeException {

  public ImportFailedException(String message) {
    super(message);
  }
}
