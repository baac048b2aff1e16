package io.churnops.feature.datasets;

import io.churnops.kit.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** A spine has lines that cannot be used; nothing of it was kept. */
final class InvalidSpineException extends ProblemException {

  /** Of more bad lines, only the number is told. */
  static final int MOST_LISTED = 10_000;

  InvalidSpineException(long badLines, List<SpineReader.BadLine> lines) {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-spine",
        "Invalid spine",
        "%d of the spine's lines cannot be used; the first is line %d, which %s."
            .formatted(badLines, lines.getFirst().line(), lines.getFirst().problem()),
        Map.of("badLines", badLines, "lines", List.copyOf(lines)),
        null);
  }
}
