package io.churnops.feature.definitions;

import io.churnops.features.engine.DefinitionException;
import io.churnops.features.engine.DefinitionException.Problem;
import io.churnops.kit.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/** What was sent is no usable definition; the problem lists everything wrong with it. */
final class InvalidDefinitionException extends ProblemException {

  InvalidDefinitionException(DefinitionException cause) {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-definition",
        "Invalid definition",
        String.valueOf(cause.getMessage()),
        Map.of("errors", cause.problems()),
        cause);
  }

  InvalidDefinitionException(List<InFile> problems) {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-definition",
        "Invalid definition",
        problems.stream()
            .map(problem -> "\n  - " + problem)
            .collect(Collectors.joining("", "The definitions cannot be used:", "")),
        Map.of("errors", problems),
        null);
  }

  /** Something wrong in one of several files. */
  record InFile(String file, String where, String what, String how) {
    @Override
    public String toString() {
      return file + ": " + where + ": " + what + ". " + how + ".";
    }
  }

  static InFile in(String file, Problem problem) {
    return new InFile(file, problem.where(), problem.what(), problem.how());
  }

  static InFile twice(String name, PlanRequest.Source source, String other) {
    return new InFile(
        source.file(),
        "document",
        "it defines " + name + ", and so does " + other,
        "Keep one of them");
  }
}
