package io.churnops.ingestion.quarantine;

import io.churnops.kit.problem.ProblemException;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** Why a request about the quarantine cannot be answered as wished. */
final class QuarantineProblem extends ProblemException {

  private QuarantineProblem(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static QuarantineProblem unknown(UUID itemId) {
    return new QuarantineProblem(
        HttpStatus.NOT_FOUND,
        "unknown-quarantined-event",
        "Unknown quarantined event",
        "No event " + itemId + " is in quarantine; it may have been kept too long ago.");
  }

  static QuarantineProblem settled(UUID itemId, QuarantineStatus status) {
    return new QuarantineProblem(
        HttpStatus.CONFLICT,
        "already-settled",
        "Already settled",
        "The event " + itemId + " is " + status + " already; nothing was done.");
  }

  static QuarantineProblem noReason() {
    return new QuarantineProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-request",
        "Invalid request",
        "To replay an event against its quality rules needs a reason.");
  }

  static ProblemException underWay(UUID itemId) {
    return new QuarantineProblem(
            HttpStatus.CONFLICT,
            "under-way",
            "Under way",
            "Somebody is deciding on the event " + itemId + ". Look again a little later.")
        .retryAfter(2);
  }

  static QuarantineProblem erased() {
    return new QuarantineProblem(
        HttpStatus.GONE,
        "erased",
        "Erased",
        "The event would be about a customer who was erased; nothing of them is taken in again.");
  }
}
