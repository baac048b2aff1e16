package io.churnops.training.boosting;

import io.churnops.forest.BoostedTrees;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.tribuo.ChurnLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.impl.ArrayExample;

/**
 * Proves that compiled trees are those of a booster. A row must fall into the same leaf of every
 * tree: added up as XGBoost does, as floats and in its order, their values give its margins to the
 * bit. The score that is served adds up doubles, and may be as far from Tribuo's as the rounding of
 * floats takes it.
 */
final class CompareBoosted {

  private static final float BASE = 0.5f;
  private static final double HALF_ULP = 0x1p-24;

  private final XGBoostModel<Label> model;
  private final BoostedTrees compiled;
  private final List<String> names;

  CompareBoosted(XGBoostModel<Label> model, BoostedTrees compiled, List<String> names) {
    this.model = model;
    this.compiled = compiled;
    this.names = names;
  }

  /**
   * Compares on encoded rows.
   *
   * @throws IllegalStateException if they differ on one
   */
  void on(List<float[]> rows) throws XGBoostError {
    if (rows.isEmpty()) {
      return;
    }
    float[][] margins;
    try (TableMatrix matrix = TableMatrix.of(rows, FeatureOrder.of(names))) {
      margins = model.getInnerModels().getFirst().predict(matrix.matrix(), true, 0);
    }
    List<Double> tolerances = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      tolerances.add(compareMargins(rows.get(row), margins[row]));
    }
    comparePredictions(rows, tolerances);
  }

  /** Returns how far the rounding of its sums can move the score of the row. */
  private double compareMargins(float[] row, float[] expected) {
    float[] parts = compiled.parts(row);
    float[] margins = {BASE, BASE};
    double rounding = 0;
    for (int tree = 0; tree < parts.length; tree++) {
      int label = tree % BoostedTrees.PER_ROUND;
      margins[label] += label == 0 ? -parts[tree] : parts[tree];
      rounding += Math.abs(margins[label]) * HALF_ULP;
    }
    if (margins[0] != expected[0] || margins[1] != expected[1]) {
      throw new IllegalStateException(
          "XGBoost adds a row up to %s and %s, its compiled trees to %s and %s"
              .formatted(expected[0], expected[1], margins[0], margins[1]));
    }
    return rounding / 4 + 8 * HALF_ULP; // a logistic function is no steeper than 1/4
  }

  /** Tribuo refuses an example without any feature; such a row has been compared by its margins. */
  private void comparePredictions(List<float[]> rows, List<Double> tolerances) {
    List<Integer> known = new ArrayList<>();
    List<Example<Label>> examples = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      Example<Label> example = example(rows.get(row));
      if (example.size() > 0) {
        known.add(row);
        examples.add(example);
      }
    }
    List<Prediction<Label>> predictions = model.predict(examples);
    for (int i = 0; i < known.size(); i++) {
      int row = known.get(i);
      double expected =
          Objects.requireNonNull(predictions.get(i).getOutputScores().get(ChurnLabels.CHURNED))
              .getScore();
      double actual = compiled.score(rows.get(row));
      if (!(Math.abs(expected - actual) <= tolerances.get(row))) {
        throw new IllegalStateException(
            "the Tribuo model scores a row " + expected + ", its compiled trees " + actual);
      }
    }
  }

  /** A row as Tribuo has it, without what is missing. */
  private Example<Label> example(float[] row) {
    var example = new ArrayExample<>(ChurnLabels.of(false));
    for (int input = 0; input < row.length; input++) {
      if (row[input] != ForestInputs.MISSING) {
        example.add(names.get(input), row[input]);
      }
    }
    return example;
  }
}
