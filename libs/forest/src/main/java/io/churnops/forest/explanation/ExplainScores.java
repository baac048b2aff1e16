package io.churnops.forest.explanation;

import io.churnops.forest.BoostedTrees;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.CompiledModel;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.InvalidInputException;
import io.churnops.forest.LogisticRegression;
import io.churnops.forest.baseline.BaselineProfile;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Takes the scores of one model apart. Immutable and safe for use by many threads. */
public sealed interface ExplainScores permits TreeShap, LinearShares {

  /**
   * What each input adds to the score of an encoded row.
   *
   * @throws InvalidInputException if the row does not fit the model
   * @throws CancellationException if the thread is interrupted meanwhile
   */
  Explanation explain(float[] row);

  /** How much work one row is: a forest of a hundred trees of depth 12 takes a million. */
  long steps();

  /**
   * Explains a model whose training rows were spread as the profile says; nothing for a forest that
   * does not know how many rows its nodes saw.
   */
  static Optional<ExplainScores> of(
      CompiledModel model, ForestInputs inputs, BaselineProfile baseline) {
    return switch (model) {
      case CompiledForest forest -> of(forest);
      case BoostedTrees boosted -> Optional.of(new TreeShap(boosted));
      case LogisticRegression regression ->
          Optional.of(LinearShares.of(regression, inputs, baseline));
    };
  }

  /** Explains a forest; nothing if it does not know how many rows its nodes saw. */
  static Optional<ExplainScores> of(CompiledForest forest) {
    return TreeShap.knowsCovers(forest) ? Optional.of(new TreeShap(forest)) : Optional.empty();
  }
}
