package io.churnops.ingestion.mapping;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** A mapping that cannot be followed; the message says where and what would be right. */
public final class InvalidMappingException extends ProblemException {

  InvalidMappingException(String detail) {
    super(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-mapping", "Invalid mapping", detail);
  }

  @Override
  public String getMessage() {
    return String.valueOf(getBody().getDetail());
  }
}
