package io.churnops.training.runs;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.GrownForest;
import io.churnops.forest.TrainingTable;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.DatasetException;
import java.time.Duration;
import java.util.stream.IntStream;

/** Grows the forests of one run, which share its time budget. */
final class GrowForest {

  private final Dataset data;
  private final ForestParameters parameters;
  private final GrowthOptions options;
  private final ForestTrainer trainer;
  private final TimeBudget budget;
  private final RunProgress progress;

  GrowForest(
      Dataset data,
      ForestParameters parameters,
      GrowthOptions options,
      TimeBudget budget,
      RunProgress progress,
      int threads) {
    this.data = data;
    this.parameters = parameters;
    this.options = options;
    this.budget = budget;
    this.progress = progress;
    this.trainer = new ForestTrainer(threads, options.splitting());
  }

  /**
   * A forest of at most so many trees that learns from these rows.
   *
   * @throws DatasetException if no column says anything
   */
  Grown from(int[] rows, int trees) {
    var labelled = data.labelledRows(rows);
    ForestInputs inputs = ForestInputs.fit(data.columns(), labelled);
    TrainingTable table = TrainingTable.of(inputs, labelled);
    checkSomethingVaries(table);
    TrainingTable weighted = options.weighted(table, data, rows);
    Duration time = budget.next(ForestTrainer.UNLIMITED);
    GrownForest grown =
        trainer.train(weighted, parameters.withTrees(trees), time, progress.trees());
    return new Grown(inputs, weighted, grown.forest());
  }

  private void checkSomethingVaries(TrainingTable table) {
    boolean varies =
        IntStream.range(0, table.columns().size())
            .anyMatch(column ->
                IntStream.range(1, table.rows())
                    .anyMatch(row -> table.value(row, column) != table.value(0, column)));
    if (!varies) {
      throw new DatasetException(
          "no_usable_columns",
          "In dataset %s each of the %d columns has one value in all training rows"
              .formatted(data.manifest().datasetId(), table.columns().size()));
    }
  }

  /** A forest, and the rows it learnt from as its inputs encode them. */
  record Grown(ForestInputs inputs, TrainingTable table, CompiledForest forest) {

    Grown first(int trees) {
      return new Grown(inputs, table, forest.first(trees));
    }
  }
}
