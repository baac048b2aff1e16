package io.churnops.forest;

import java.util.Arrays;

/**
 * How much each training row counts. A row of weight 2 is drawn into a tree twice as often as one
 * of weight 1; only ratios matter. Rows that count differently by their class shift the scores away
 * from the churn rate, which a calibration fitted on unweighted rows takes back.
 */
public final class RowWeights {

  /** No row counts more than this many times another. */
  public static final double GREATEST_RATIO = 1e6;

  private RowWeights() {}

  /**
   * Halves the weight with every half-life that a row is older than the newest.
   *
   * @param ages of the rows, in any unit, finite
   * @param halfLife in the same unit, above 0
   */
  public static double[] byAge(double[] ages, double halfLife) {
    if (!(halfLife > 0)) {
      throw new IllegalArgumentException("a half-life must be above 0, not " + halfLife);
    }
    double newest = Arrays.stream(ages).min().orElse(0);
    double[] weights = new double[ages.length];
    for (int row = 0; row < weights.length; row++) {
      weights[row] = Math.max(1 / GREATEST_RATIO, Math.pow(0.5, (ages[row] - newest) / halfLife));
    }
    return weights;
  }

  /**
   * Lets each customer who churned count as much as {@code weight} who stayed. Rows that would
   * count less than allowed count as little as allowed.
   *
   * @param weights of the rows before, not changed
   */
  public static double[] times(double[] weights, TrainingTable table, double weight) {
    double[] product = weights.clone();
    for (int row = 0; row < product.length; row++) {
      product[row] *= table.label(row) ? weight : 1;
    }
    double least = Arrays.stream(product).max().orElse(1) / GREATEST_RATIO;
    return Arrays.stream(product).map(each -> Math.max(least, each)).toArray();
  }

  /** Checks weights for so many rows: positive, finite, no further apart than allowed. */
  static void check(double[] weights, int rows) {
    if (weights.length != rows) {
      throw new IllegalArgumentException(weights.length + " weights for " + rows + " rows");
    }
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int row = 0; row < rows; row++) {
      double weight = weights[row];
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new InvalidInputException(
            "the weight of row " + row + " is " + weight + ", not positive and finite");
      }
      least = Math.min(least, weight);
      most = Math.max(most, weight);
    }
    if (most / least > GREATEST_RATIO * (1 + 1e-9)) {
      throw new InvalidInputException(
          "weights from " + least + " to " + most + " are further apart than " + GREATEST_RATIO);
    }
  }
}
