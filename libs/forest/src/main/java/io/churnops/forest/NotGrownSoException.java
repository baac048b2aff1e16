package io.churnops.forest;

/** A forest is not what growing it of a table with its parameters gives. */
public final class NotGrownSoException extends RuntimeException {

  NotGrownSoException(String message) {
    super(message);
  }
}
