package io.churnops.ingestion.intake;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** More bytes than a body may have, after inflating. */
final class BodyTooLargeException extends ProblemException {

  BodyTooLargeException(long limit) {
    super(
        HttpStatus.CONTENT_TOO_LARGE,
        "body-too-large",
        "Body too large",
        "The body may have at most "
            + limit
            + " bytes, uncompressed; nothing of this one was taken.");
  }
}
