package io.churnops.forest.evaluation;

/** Scores that cannot be judged: none, or those of one class only. */
public final class UnevaluableException extends RuntimeException {

  public UnevaluableException(String message) {
    super(message);
  }
}
