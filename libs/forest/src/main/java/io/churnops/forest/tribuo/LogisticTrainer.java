package io.churnops.forest.tribuo;

import io.churnops.forest.ForestInput;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.LogisticRegression;
import io.churnops.forest.LogisticTerm;
import io.churnops.forest.SpreadRows;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.UntrainableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Fits Tribuo's logistic regression by gradient descent, and compiles it. A function of the rows
 * and the parameters. Of more than {@value #MOST_ROWS} rows it sees as many, evenly spread: its few
 * weights gain nothing from more, and Tribuo keeps them all in memory.
 */
public final class LogisticTrainer {

  public static final int MOST_ROWS = 100_000;

  private static final int FEWEST_ROWS = 20;
  private static final int MINIBATCH = 32;
  private static final double TOLERANCE = 1e-12;
  private static final int MOST_COMPARED_ROWS = 500;

  private LogisticTrainer() {}

  /**
   * Fits to rows that the inputs have encoded; a weighted row counts by its weight.
   *
   * @param source says where the rows of the table come from
   * @throws UntrainableException if there are too few rows, or of one class only
   * @throws CancellationException if the calling thread is interrupted; it stays so
   */
  public static TrainedLogistic train(
      ForestInputs inputs, TrainingTable table, LogisticParameters parameters, String source) {
    return train(inputs, table, parameters, source, new InterruptibleObjective());
  }

  static TrainedLogistic train(
      ForestInputs inputs,
      TrainingTable table,
      LogisticParameters parameters,
      String source,
      InterruptibleObjective objective) {
    checkTrainable(table);
    int[] rows =
        table.isWeighted() ? byWeight(table) : SpreadRows.places(table.rows(), MOST_ROWS).toArray();
    var features = new LogisticFeatures(inputs, scales(table, rows));
    return train(features, table, rows, parameters, source, objective);
  }

  static List<LogisticScale> scales(TrainingTable table, int[] rows) {
    return IntStream.range(0, table.columns().size())
        .mapToObj(column -> LogisticScale.of(table, rows, column))
        .toList();
  }

  static TrainedLogistic train(
      LogisticFeatures features,
      TrainingTable table,
      int[] rows,
      LogisticParameters parameters,
      String source,
      InterruptibleObjective objective) {
    var provenance = new SimpleDataSourceProvenance(source, new LabelFactory());
    var dataset = new MutableDataset<>(provenance, new LabelFactory());
    for (int row : rows) {
      InterruptibleObjective.check();
      dataset.add(features.example(table.row(row), ChurnLabels.of(table.label(row))));
    }
    LinearSGDModel model =
        new LinearSGDTrainer(
                objective,
                new AdaGrad(parameters.learningRate()),
                parameters.epochs(),
                Math.max(1, rows.length),
                MINIBATCH,
                parameters.seed())
            .train(dataset);
    LogisticRegression compiled = compile(features, model);
    SpreadRows.places(table.rows(), MOST_COMPARED_ROWS)
        .forEach(row -> compare(features, model, compiled, table.row(row)));
    return new TrainedLogistic(compiled, model);
  }

  private static void checkTrainable(TrainingTable table) {
    if (table.rows() < FEWEST_ROWS) {
      throw new UntrainableException(
          "a logistic regression needs at least "
              + FEWEST_ROWS
              + " training rows, there are "
              + table.rows());
    }
    if (table.positives() == 0 || table.positives() == table.rows()) {
      throw new UntrainableException(
          "all "
              + table.rows()
              + " training rows are of one class; a logistic regression needs both");
    }
  }

  /** Tribuo keeps weights per label; a row's log-odds are the difference of the two. */
  private static LogisticRegression compile(LogisticFeatures features, LinearSGDModel model) {
    var weights = new LogisticWeights(model);
    var terms = new ArrayList<LogisticTerm>();
    for (int i = 0; i < features.inputs().size(); i++) {
      ForestInput input = features.inputs().inputs().get(i);
      LogisticScale scale = features.scales().get(i);
      terms.add(
          new LogisticTerm(
              scale.mean(),
              scale.deviation(),
              weights.of(LogisticFeatures.number(input)),
              weights.of(LogisticFeatures.missing(input)),
              IntStream.range(0, input.codes())
                  .mapToObj(code -> weights.of(LogisticFeatures.category(input, code)))
                  .toList()));
    }
    return new LogisticRegression(weights.bias() + weights.of(LogisticFeatures.CONSTANT), terms);
  }

  private static void compare(
      LogisticFeatures features, Model<Label> model, LogisticRegression compiled, float[] row) {
    double expected = TribuoForests.churnScore(model, features.example(row, ChurnLabels.of(true)));
    double actual = compiled.score(row);
    if (!(Math.abs(expected - actual) <= TOLERANCE)) {
      throw new IllegalStateException(
          "the Tribuo model scores a row " + expected + ", its compiled form " + actual);
    }
  }

  /** Each row as often as its weight says: Tribuo does not weigh the examples of a minibatch. */
  private static int[] byWeight(TrainingTable table) {
    return SpreadRows.byWeight(table.rows(), table::weight, Math.min(MOST_ROWS, table.rows()));
  }
}
