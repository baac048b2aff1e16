package io.churnops.ingestion.event;

/** Ends the judging of one event; carries no stack trace, because bad events are ordinary. */
final class FlawException extends RuntimeException {

  private final Flaw flaw;

  FlawException(Flaw flaw, String detail) {
    super(detail, null, false, false);
    this.flaw = flaw;
  }

  Flaw flaw() {
    return flaw;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
