package io.churnops.forest;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What a forest is to learn of each row, beside its values: its label, and how much it counts.
 *
 * @param weights none where all rows count the same
 */
record Targets(int rows, BitSet labels, float[] weights) {

  boolean label(int row) {
    return labels.get(row);
  }

  int positives() {
    return labels.cardinality();
  }

  boolean isWeighted() {
    return weights.length > 0;
  }

  /** How much a row counts; 1 where all count the same. */
  float weight(int row) {
    return isWeighted() ? weights[row] : 1;
  }

  /** The same labels, counting by these weights. */
  Targets weighted(double[] rowWeights) {
    RowWeights.check(rowWeights, rows);
    float[] copy = new float[rows];
    double greatest = Arrays.stream(rowWeights).max().orElse(1);
    for (int row = 0; row < rows; row++) {
      copy[row] = (float) (rowWeights[row] / greatest);
    }
    return new Targets(rows, labels, copy);
  }
}
