package io.churnops.ingestion.intake;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** A body packed or written in a way that is not read here. */
final class UnsupportedEncodingException extends ProblemException {

  UnsupportedEncodingException(String detail) {
    super(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-encoding", "Unsupported encoding", detail);
    getHeaders().set(HttpHeaders.ACCEPT_ENCODING, "gzip");
  }
}
