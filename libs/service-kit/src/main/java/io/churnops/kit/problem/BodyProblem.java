package io.churnops.kit.problem;

import org.springframework.http.HttpStatus;

/** A body that a handler which reads it by itself cannot take. */
public final class BodyProblem extends ProblemException {

  private BodyProblem(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  /**
   * More bytes than allowed.
   *
   * @param what what the body is, with its article, at the beginning of a sentence
   */
  public static BodyProblem tooLarge(String what, int limit) {
    return new BodyProblem(
        HttpStatus.CONTENT_TOO_LARGE,
        "body-too-large",
        "Body too large",
        what + " may have at most " + limit + " bytes.");
  }

  /** Not what its content type says; the reason is a sentence that quotes nothing of it. */
  public static BodyProblem unreadable(String why) {
    return new BodyProblem(HttpStatus.BAD_REQUEST, "unreadable-body", "Unreadable body", why);
  }
}
