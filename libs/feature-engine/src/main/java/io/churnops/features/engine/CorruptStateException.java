package io.churnops.features.engine;

/**
 * Bytes are not an encoded state of the view they were read with: damaged, cut, of another view or
 * of an unknown codec. The state must be folded again from the log.
 */
public final class CorruptStateException extends Exception {

  public CorruptStateException(String message) {
    super(message);
  }
}
