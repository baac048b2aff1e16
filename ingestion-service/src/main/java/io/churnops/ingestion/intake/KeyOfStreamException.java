package io.churnops.ingestion.intake;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** An {@code Idempotency-Key} on a stream, which cannot be followed. */
final class KeyOfStreamException extends ProblemException {

  KeyOfStreamException() {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "idempotency-key-of-stream",
        "Idempotency key of a stream",
        "A stream is kept piece by piece and has no one answer to remember; nothing of it was read."
            + " Send batches, or leave the Idempotency-Key out: the ids of the events make sending"
            + " them again safe.");
  }
}
