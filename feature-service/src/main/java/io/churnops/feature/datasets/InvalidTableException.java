package io.churnops.feature.datasets;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.kit.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A table cannot become a training set; nothing of it was kept. */
final class InvalidTableException extends ProblemException {

  /**
   * One thing that is wrong.
   *
   * @param code stable, for programs
   * @param line where it is first seen, from 1
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Flaw(String code, @Nullable Long line, @Nullable String column, String detail) {}

  InvalidTableException(List<Flaw> flaws) {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-table",
        "Invalid table",
        flaws.getFirst().detail() + (flaws.size() > 1 ? " (And more: see problems.)" : ""),
        Map.of("problems", List.copyOf(flaws)),
        null);
  }
}
