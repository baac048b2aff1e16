package io.churnops.training.runs;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.CompiledModel;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ModelParameters;
import io.churnops.training.datasets.Dataset;

/** A model as it scores rows of a dataset; the rows it learnt from may be forgotten. */
record ScoringModel(ModelParameters parameters, ForestInputs inputs, CompiledModel compiled) {

  /** A forest's first trees, as many as parameters say; any other model as it is. */
  ScoringModel upTo(ModelParameters fewer) {
    return compiled instanceof CompiledForest forest && fewer instanceof ForestParameters trees
        ? new ScoringModel(fewer, inputs, forest.first(trees.trees()))
        : this;
  }

  double[] scores(Dataset data, int[] rows) {
    return compiled.scores(data.encoded(inputs, rows));
  }
}
