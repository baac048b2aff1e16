package io.churnops.ingestion.intake;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** An {@code Idempotency-Key} that cannot be followed. */
final class IdempotencyKeyException extends ProblemException {

  private IdempotencyKeyException(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static IdempotencyKeyException reused() {
    return new IdempotencyKeyException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "idempotency-key-reused",
        "Idempotency key reused",
        "This Idempotency-Key came before with another request; nothing of this one was taken. Use a"
            + " new key.");
  }

  static IdempotencyKeyException ofStream() {
    return new IdempotencyKeyException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "idempotency-key-of-stream",
        "Idempotency key of a stream",
        "A stream is kept piece by piece and has no one answer to remember; nothing of it was read."
            + " Send batches, or leave the Idempotency-Key out: the ids of the events make sending"
            + " them again safe.");
  }

  static ProblemException underWay() {
    return new IdempotencyKeyException(
            HttpStatus.CONFLICT,
            "idempotency-key-under-way",
            "Idempotency key under way",
            "A request with this Idempotency-Key is being worked on. Send the same request again a"
                + " little later.")
        .retryAfter(1);
  }
}
