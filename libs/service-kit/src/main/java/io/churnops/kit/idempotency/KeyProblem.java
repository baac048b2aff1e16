package io.churnops.kit.idempotency;

import io.churnops.kit.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** An {@code Idempotency-Key} that cannot be followed; nothing of the request was done. */
final class KeyProblem extends ProblemException {

  private KeyProblem(
      HttpStatus status, String slug, String title, String detail, Map<String, ?> members) {
    super(status, slug, title, detail, members, null);
  }

  static KeyProblem reused() {
    return new KeyProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "idempotency-key-reused",
        "Idempotency key reused",
        "This Idempotency-Key came before with another request; nothing of this one was taken. Use a"
            + " new key.",
        Map.of());
  }

  static ProblemException underWay() {
    return new KeyProblem(
            HttpStatus.CONFLICT,
            "idempotency-key-under-way",
            "Idempotency key under way",
            "A request with this Idempotency-Key is being worked on. Send the same request again a"
                + " little later.",
            Map.of())
        .retryAfter(1);
  }

  static KeyProblem unusable(int longest) {
    String message = "size must be between 1 and " + longest;
    return new KeyProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-request",
        "Invalid request",
        IdempotencyFilter.HEADER + ": " + message,
        Map.of("errors", List.of(Map.of("field", IdempotencyFilter.HEADER, "message", message))));
  }
}
