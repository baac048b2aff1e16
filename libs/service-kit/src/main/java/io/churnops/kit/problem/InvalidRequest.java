package io.churnops.kit.problem;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** A request whose members could be read and do not say what is needed. */
public final class InvalidRequest extends ProblemException {

  /**
   * A problem that names every member.
   *
   * @param errors of each the {@code field} and a {@code message} that goes on after it
   */
  public InvalidRequest(List<Map<String, String>> errors) {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-request",
        "Invalid request",
        "The request does not say what is needed: " + BrokenRules.sentence(errors),
        Map.of("errors", errors),
        null);
  }
}
