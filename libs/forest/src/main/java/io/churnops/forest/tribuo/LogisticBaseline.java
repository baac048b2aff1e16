package io.churnops.forest.tribuo;

import io.churnops.forest.ForestInput;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.InputType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Tribuo's logistic regression as a bar that a forest has to clear. Numbers are taken as the
 * logarithm of their magnitude, with their sign, and standardised; missing ones count as the mean
 * and have a flag of their own; a category is a flag of its own. Its scores are for ranking and
 * judging, and are never served.
 */
public final class LogisticBaseline {

  private static final int EPOCHS = 10;
  private static final int MINIBATCH = 32;
  private static final double LEARNING_RATE = 0.1;
  private static final String INTERCEPT_ONLY = "constant";

  private final ForestInputs inputs;
  private final double[] means;
  private final double[] deviations;
  private final Model<Label> model;

  private LogisticBaseline(
      ForestInputs inputs, double[] means, double[] deviations, Model<Label> model) {
    this.inputs = inputs;
    this.means = means;
    this.deviations = deviations;
    this.model = model;
  }

  /** Fits to rows of both classes that the inputs have encoded. A function of rows and seed. */
  public static LogisticBaseline fit(
      ForestInputs inputs, float[][] rows, boolean[] churned, long seed) {
    double[] means = new double[inputs.size()];
    double[] deviations = new double[inputs.size()];
    for (int column = 0; column < inputs.size(); column++) {
      int index = column;
      double[] known =
          Arrays.stream(rows)
              .filter(row -> row[index] != ForestInputs.MISSING)
              .mapToDouble(row -> logarithm(row[index]))
              .toArray();
      means[column] = Arrays.stream(known).average().orElse(0);
      double squares = Arrays.stream(known).map(v -> (v - means[index]) * (v - means[index])).sum();
      deviations[column] = Math.sqrt(squares / Math.max(1, known.length));
    }
    var source = new SimpleDataSourceProvenance("logistic baseline", new LabelFactory());
    var dataset = new MutableDataset<>(source, new LabelFactory());
    for (int row = 0; row < rows.length; row++) {
      dataset.add(example(inputs, means, deviations, rows[row], ChurnLabels.of(churned[row])));
    }
    var trainer =
        new LinearSGDTrainer(
            new LogMulticlass(),
            new AdaGrad(LEARNING_RATE),
            EPOCHS,
            Math.max(1, rows.length),
            MINIBATCH,
            seed);
    return new LogisticBaseline(inputs, means, deviations, trainer.train(dataset));
  }

  /** The churn probabilities of encoded rows. */
  public double[] score(float[][] rows) {
    Label churned = ChurnLabels.of(true);
    double[] scores = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      var example = example(inputs, means, deviations, rows[row], churned);
      scores[row] =
          Objects.requireNonNull(model.predict(example).getOutputScores().get(churned.getLabel()))
              .getScore();
    }
    return scores;
  }

  private static Example<Label> example(
      ForestInputs inputs, double[] means, double[] deviations, float[] row, Label label) {
    List<String> names = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    names.add(INTERCEPT_ONLY);
    values.add(1.0);
    for (int column = 0; column < row.length; column++) {
      ForestInput input = inputs.inputs().get(column);
      if (row[column] == ForestInputs.MISSING) {
        names.add("missing:" + input.name());
        values.add(1.0);
      } else if (input.type() == InputType.CATEGORY) {
        names.add("category:" + input.name() + ":" + (int) row[column]);
        values.add(1.0);
      } else if (deviations[column] > 0) {
        names.add("number:" + input.name());
        values.add((logarithm(row[column]) - means[column]) / deviations[column]);
      }
    }
    return new ArrayExample<>(
        label,
        names.toArray(String[]::new),
        IntStream.range(0, values.size()).mapToDouble(values::get).toArray());
  }

  private static double logarithm(float value) {
    return Math.signum(value) * Math.log1p(Math.abs((double) value));
  }
}
