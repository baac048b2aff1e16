package io.churnops.forest;

/** Bytes that are not a compiled forest: cut short, altered, or of another format. */
public final class CorruptForestException extends RuntimeException {

  public CorruptForestException(String message) {
    super(message);
  }
}
