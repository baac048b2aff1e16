package io.churnops.ingestion.intake;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** A stream went on past its limit, after its beginning had already been kept. */
final class StreamTooLongException extends ProblemException {

  StreamTooLongException() {
    super(
        HttpStatus.CONTENT_TOO_LARGE,
        "stream-too-long",
        "Stream too long",
        "A stream may have at most "
            + EventLines.MAX_LINES
            + " events and "
            + EventLines.MAX_BYTES
            + " bytes, uncompressed. Events before that may have been kept; sending them again, in"
            + " shorter streams, is safe.");
  }
}
