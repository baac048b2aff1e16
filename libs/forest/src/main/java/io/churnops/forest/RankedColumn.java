package io.churnops.forest;

import java.util.Arrays;

/** A column of values replaced by their ranks: every distinct value has one of its own. */
record RankedColumn(float[] values, int[] ranks) {

  /** Ranks the first {@code rows} values. */
  static RankedColumn of(float[] column, int rows) {
    float[] sorted = new float[rows];
    for (int row = 0; row < rows; row++) {
      sorted[row] = column[row] + 0.0f; // makes -0 and 0 the same value
    }
    float[] values = sorted.clone();
    Arrays.sort(values);
    int size = 0;
    for (float value : values) {
      if (size == 0 || value != values[size - 1]) {
        values[size++] = value;
      }
    }
    values = Arrays.copyOf(values, size);
    int[] ranks = new int[rows];
    for (int row = 0; row < rows; row++) {
      ranks[row] = Arrays.binarySearch(values, sorted[row]);
    }
    return new RankedColumn(values, ranks);
  }

  /** Whether the lowest rank is that of missing values. */
  boolean hasMissing() {
    return values[0] == ForestInputs.MISSING;
  }

  int size() {
    return values.length;
  }

  /** The threshold between the value of a rank and the next. */
  float cutAbove(int rank) {
    return BinnedColumn.cutBetween(values[rank], values[rank + 1]);
  }
}
