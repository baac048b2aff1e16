package io.churnops.forest;

/**
 * A forest and how many trees were asked for. Where time ran out there are fewer: the first ones of
 * those asked for, so that asking for just so many grows the same forest again.
 */
public record GrownForest(CompiledForest forest, int askedTrees) {

  /** Whether the time budget ended before all trees were grown. */
  public boolean stoppedEarly() {
    return forest.trees() < askedTrees;
  }
}
