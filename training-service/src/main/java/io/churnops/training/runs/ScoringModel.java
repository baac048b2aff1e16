package io.churnops.training.runs;

import io.churnops.forest.BoostedTrees;
import io.churnops.forest.BoostingParameters;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.CompiledModel;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ModelParameters;
import io.churnops.training.datasets.Dataset;

/** A model as it scores rows of a dataset; the rows it learnt from may be forgotten. */
record ScoringModel(ModelParameters parameters, ForestInputs inputs, CompiledModel compiled) {

  /** A model's first trees, as many as parameters say; one without trees as it is. */
  ScoringModel upTo(ModelParameters fewer) {
    return switch (fewer) {
      case ForestParameters trees when compiled instanceof CompiledForest forest ->
          new ScoringModel(fewer, inputs, forest.first(trees.trees()));
      case BoostingParameters boosting when compiled instanceof BoostedTrees boosted ->
          new ScoringModel(fewer, inputs, boosted.firstRounds(boosting.rounds()));
      default -> this;
    };
  }

  double[] scores(Dataset data, int[] rows) {
    return compiled.scores(data.encoded(inputs, rows));
  }
}
