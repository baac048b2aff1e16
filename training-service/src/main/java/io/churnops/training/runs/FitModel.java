package io.churnops.training.runs;

import io.churnops.forest.BoostingParameters;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.GrownForest;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.Splitting;
import io.churnops.forest.SpreadRows;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.tribuo.LogisticTrainer;
import io.churnops.forest.tribuo.TrainedLogistic;
import io.churnops.forest.tribuo.TribuoForests;
import io.churnops.training.boosting.BoostTrees;
import io.churnops.training.boosting.TrainedBoosting;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.forests.GrownForests;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Learns the models of one run from rows of its dataset, each by the algorithm that its parameters
 * are of. Those that grow trees share the run's time budget.
 */
final class FitModel {

  private static final int MOST_COMPARED_ROWS = 500;

  private final Dataset data;
  private final GrowthOptions options;
  private final TimeBudget budget;
  private final GrownForests grownElsewhere;
  private final RunProgress progress;
  private final int threads;
  private final ForestTrainer forests;

  FitModel(
      Dataset data, GrowthOptions options, TimeBudget budget, RunProgress progress, int threads) {
    this(data, options, budget, GrownForests.none(), progress, threads);
  }

  /** Uses forests that were grown elsewhere where it would grow the same. */
  FitModel(
      Dataset data,
      GrowthOptions options,
      TimeBudget budget,
      GrownForests grownElsewhere,
      RunProgress progress,
      int threads) {
    this.data = data;
    this.options = options;
    this.budget = budget;
    this.grownElsewhere = grownElsewhere;
    this.progress = progress;
    this.threads = threads;
    this.forests =
        new ForestTrainer(
            threads, Optional.ofNullable(options.splitting()).orElse(Splitting.HISTOGRAM));
  }

  /**
   * Fits to rows; the same rows and parameters give the same model to the bit.
   *
   * @throws DatasetException if no column says anything
   * @throws io.churnops.forest.UntrainableException if the rows cannot carry such a model
   */
  FittedModel fit(int[] rows, ModelParameters parameters) {
    return fit(rows, parameters, budget);
  }

  /** Fits with all the trees that the parameters say, whatever is left of the time. */
  FittedModel fitWhole(int[] rows, ModelParameters parameters) {
    return fit(rows, parameters, TimeBudget.unlimited());
  }

  private FittedModel fit(int[] rows, ModelParameters parameters, TimeBudget time) {
    var labelled = data.labelledRows(rows);
    ForestInputs inputs = ForestInputs.fit(data.columns(), labelled);
    TrainingTable table = TrainingTable.of(inputs, labelled, rows.length, data.storage());
    checkSomethingVaries(table);
    TrainingTable weighted = options.weighted(table, data, rows);
    return switch (parameters) {
      case ForestParameters forest -> forest(inputs, weighted, forest, time);
      case LogisticParameters logistic -> logistic(inputs, weighted, logistic);
      case BoostingParameters boosting -> boosting(inputs, weighted, boosting, time);
    };
  }

  private FittedModel forest(
      ForestInputs inputs, TrainingTable table, ForestParameters asked, TimeBudget time) {
    Duration most = time.next(ForestTrainer.UNLIMITED);
    GrownForest grown =
        grownElsewhere
            .of(table, asked, threads)
            .map(forest -> counted(new GrownForest(forest, asked.trees())))
            .orElseGet(() -> forests.train(table, asked, most, room(most)));
    ForestParameters parameters = asked.withTrees(grown.forest().trees());
    return new FittedModel(
        parameters,
        inputs,
        table,
        grown.forest(),
        (trainedAt, otherRows) -> {
          var model = TribuoForests.export(grown.forest(), table, parameters, source(), trainedAt);
          TribuoForests.compile(model, inputs.names(), compared(otherRows, table));
          return model;
        },
        grownElsewhere.used());
  }

  private RoomForForest room(Duration most) {
    return RoomForForest.inHeap(progress.trees(), most.equals(ForestTrainer.UNLIMITED));
  }

  private GrownForest counted(GrownForest grown) {
    for (int tree = 1; tree <= grown.askedTrees(); tree++) {
      progress.trees().treeGrown(tree, grown.askedTrees());
    }
    return grown;
  }

  /** Tribuo itself trained the model, which was compared with its compiled form then. */
  private FittedModel logistic(
      ForestInputs inputs, TrainingTable table, LogisticParameters parameters) {
    TrainedLogistic trained = LogisticTrainer.train(inputs, table, parameters, source());
    return new FittedModel(
        parameters, inputs, table, trained.compiled(), (_, _) -> trained.tribuo());
  }

  private FittedModel boosting(
      ForestInputs inputs, TrainingTable table, BoostingParameters asked, TimeBudget time) {
    Duration most = time.next(ForestTrainer.UNLIMITED);
    TrainedBoosting trained = BoostTrees.train(table, asked, most, progress.trees());
    return new FittedModel(
        trained.parameters(),
        inputs,
        table,
        trained.compiled(),
        (trainedAt, otherRows) ->
            trained.tribuo(table, source(), trainedAt, compared(otherRows, table)));
  }

  private String source() {
    return "churnops dataset %s, SHA-256 %s"
        .formatted(data.manifest().datasetId(), data.manifest().sha256());
  }

  /** Other rows, and some the model learnt from, evenly spread. */
  private static List<float[]> compared(List<float[]> otherRows, TrainingTable table) {
    return Stream.concat(
            otherRows.stream(),
            SpreadRows.places(table.rows(), MOST_COMPARED_ROWS).mapToObj(table::row))
        .toList();
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
}
