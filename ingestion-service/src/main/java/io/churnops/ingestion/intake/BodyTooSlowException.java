package io.churnops.ingestion.intake;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The body did not arrive in time; its place is for others. */
final class BodyTooSlowException extends ProblemException {

  BodyTooSlowException() {
    super(
        HttpStatus.REQUEST_TIMEOUT,
        "body-too-slow",
        "Body too slow",
        "The body arrives too slowly: it has "
            + PacedInputStream.PATIENCE.toSeconds()
            + " seconds, and one more for each "
            + PacedInputStream.BYTES_PER_SECOND
            + " bytes. Of a stream, events before that may have been kept; sending again is safe.");
    getHeaders().set(HttpHeaders.CONNECTION, "close");
  }
}
