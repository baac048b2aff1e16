package io.churnops.feature.datasets;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** The cutoffs of a request make no sense. */
final class InvalidCutoffsException extends ProblemException {

  InvalidCutoffsException(String detail) {
    super(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-cutoffs", "Invalid cutoffs", detail);
  }
}
