package io.churnops.forest.tribuo;

import io.churnops.forest.ForestInputs;
import io.churnops.forest.LogisticTerm;
import io.churnops.forest.TrainingTable;

/**
 * Mean and deviation of the logarithms of a column's known values.
 *
 * @param deviation 0, to the bit, where they are all the same
 * @param missing whether some rows have no value
 */
record LogisticScale(double mean, double deviation, boolean missing) {

  static LogisticScale of(TrainingTable table, int[] rows, int column) {
    double sum = 0;
    int known = 0;
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (int row : rows) {
      float value = table.value(row, column);
      if (value != ForestInputs.MISSING) {
        sum += LogisticTerm.logarithm(value);
        known++;
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    boolean missing = known < rows.length;
    if (known == 0 || least == most) {
      return new LogisticScale(known == 0 ? 0 : LogisticTerm.logarithm(least), 0, missing);
    }
    double mean = sum / known;
    double squares = 0;
    for (int row : rows) {
      if (table.value(row, column) != ForestInputs.MISSING) {
        double off = LogisticTerm.logarithm(table.value(row, column)) - mean;
        squares += off * off;
      }
    }
    return new LogisticScale(mean, Math.sqrt(squares / known), missing);
  }

  double standardised(float value) {
    return (LogisticTerm.logarithm(value) - mean) / deviation;
  }
}
