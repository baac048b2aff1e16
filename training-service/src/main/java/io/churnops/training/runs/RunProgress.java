package io.churnops.training.runs;

import io.churnops.forest.GrowthListener;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far the run is that this process works on. Costs the work next to nothing: it is written in
 * memory, and read by whoever tells of it.
 */
final class RunProgress {

  private RunPhase phase = RunPhase.FETCHING_DATA;
  private int askedTrees;
  private int grownTrees;
  private int askedTrials;
  private int triedTrials;
  private int askedFolds;
  private int fittedFolds;
  private long began;
  private long lastGrown;

  /** The run goes on to its next phase. */
  synchronized void enter(RunPhase next) {
    phase = next;
  }

  /** A search begins, of at most so many trials. */
  synchronized void searching(int trials) {
    phase = RunPhase.SEARCHING;
    askedTrials = trials;
    triedTrials = 0;
  }

  synchronized void trialEnded() {
    triedTrials++;
  }

  /** Folds are fitted, so many by all the algorithms of the run. */
  synchronized void folding(int folds) {
    askedFolds = folds;
    fittedFolds = 0;
  }

  synchronized void foldFitted() {
    fittedFolds++;
  }

  /** Trees begin to grow, so many in all the forests of the run. */
  synchronized void growing(int trees) {
    phase = RunPhase.GROWING;
    askedTrees = trees;
    grownTrees = 0;
    began = System.nanoTime();
    lastGrown = began;
  }

  /** Counts the trees of one of the forests. */
  GrowthListener trees() {
    return (_, _) -> treeGrown();
  }

  private synchronized void treeGrown() {
    grownTrees++;
    lastGrown = System.nanoTime();
  }

  synchronized State state() {
    return new State(
        phase,
        grownTrees,
        askedTrees,
        triedTrials,
        askedTrials,
        fittedFolds,
        askedFolds,
        secondsLeft());
  }

  /** At the rate of the trees so far; unknown before the first and after the last. */
  private @Nullable Double secondsLeft() {
    if (phase != RunPhase.GROWING || grownTrees == 0) {
      return null;
    }
    double nanosPerTree = (double) (lastGrown - began) / grownTrees;
    return nanosPerTree * (askedTrees - grownTrees) / TimeUnit.SECONDS.toNanos(1);
  }

  /**
   * How far a run is at one moment.
   *
   * @param secondsLeft until all trees are grown, as far as that can be told
   */
  record State(
      RunPhase phase,
      int grownTrees,
      int askedTrees,
      int triedTrials,
      int askedTrials,
      int fittedFolds,
      int askedFolds,
      @Nullable Double secondsLeft) {}
}
