package io.churnops.features.engine;

import java.util.List;
import java.util.stream.Collectors;

/** A definition cannot be used. Lists everything found wrong, so that one reading repairs it. */
public final class DefinitionException extends RuntimeException {

  /** Something wrong: where in the document, what it is, and how to repair it. */
  public record Problem(String where, String what, String how) {

    @Override
    public String toString() {
      return where + ": " + what + ". " + how + ".";
    }
  }

  private final transient List<Problem> problems;

  public DefinitionException(String subject, List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> "\n  - " + problem)
            .collect(Collectors.joining("", subject + " cannot be used:", "")));
    this.problems = List.copyOf(problems);
  }

  /** Never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
