package io.churnops.ingestion.event;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** The body as a whole cannot be read, so nothing of it was looked at. */
public final class UnreadableBodyException extends ProblemException {

  private final Flaw flaw;
  private final String detail;

  /** The body is not what its content type says; the detail says where, without quoting it. */
  public UnreadableBodyException(String detail) {
    this(Flaw.MALFORMED_JSON, detail);
  }

  UnreadableBodyException(Flaw flaw, String detail) {
    super(HttpStatus.BAD_REQUEST, "unreadable-body", "Unreadable body", detail);
    this.flaw = flaw;
    this.detail = detail;
  }

  Flaw flaw() {
    return flaw;
  }

  String detail() {
    return detail;
  }
}
