package io.churnops.serving.scoring;

import io.churnops.kit.problem.ProblemException;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** One request asks for more reasons than a model of this size can find in time. */
final class TooManyReasonsException extends ProblemException {

  TooManyReasonsException(String model, int version, long asked, long most) {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "too-many-reasons",
        "Too many reasons at once",
        "Version %d of %s is large: ask for the reasons of at most %d customers at once, not %d."
            .formatted(version, model, most, asked),
        Map.of("most", most),
        null);
  }
}
