package io.churnops.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A seeded churn table to grow forests on: columns in turn Gaussian, money, exponential, count,
 * tenure and flag, about 8 % of the customers churn, by a rule of products and steps with noise.
 */
final class ForestTable {

  private static final double BASE = -3.1;

  private final int columns;
  private final SplittableRandom random;

  ForestTable(int columns, long seed) {
    this.columns = columns;
    random = new SplittableRandom(seed);
  }

  List<String> names() {
    var names = new ArrayList<String>();
    for (int column = 0; column < columns; column++) {
      names.add("column_%03d".formatted(column));
    }
    return names;
  }

  /** Fills in the next row; returns whether the customer churned. */
  boolean next(float[] row) {
    for (int column = 0; column < columns; column++) {
      row[column] = value(column);
    }
    double logit =
        BASE
            + 0.9 * row[0] * row[1 % columns]
            + 0.6 * Math.sin(2 * row[2 % columns])
            + (row[12 % columns] < 20 ? 0.8 : -0.2)
            + 0.4 * row[16 % columns]
            - 0.15 * row[20 % columns]
            + (row[26 % columns] < 6 ? 0.9 : 0)
            + (row[27 % columns] > 0 ? 0.5 * row[3 % columns] : 0)
            + 0.5 * random.nextGaussian();
    return random.nextDouble() < 1 / (1 + Math.exp(-logit));
  }

  private float value(int column) {
    int kind = column % 30;
    if (kind < 12) {
      return (float) random.nextGaussian();
    }
    if (kind < 16) {
      return Math.round(Math.exp(3.5 + random.nextGaussian()) * 100) / 100f;
    }
    if (kind < 20) {
      return (float) random.nextExponential();
    }
    if (kind < 26) {
      return random.nextInt(1 + random.nextInt(20));
    }
    return kind == 26 ? random.nextInt(72) : random.nextInt(2);
  }
}
