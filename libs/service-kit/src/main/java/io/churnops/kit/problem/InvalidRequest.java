package io.churnops.kit.problem;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.validation.Errors;

/** A request whose members could be read and do not say what is needed. */
public final class InvalidRequest extends ProblemException {

  /**
   * A problem of a document inside of a request.
   *
   * @param member the document, in the request
   * @param broken what was found of its members
   */
  public static InvalidRequest within(String member, Errors broken) {
    return new InvalidRequest(
        BrokenRules.sorted(
            broken.getFieldErrors().stream().map(error -> BrokenRules.rule(member, error))));
  }

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
