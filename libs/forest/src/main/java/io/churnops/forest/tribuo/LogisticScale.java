package io.churnops.forest.tribuo;

import io.churnops.forest.ForestInputs;
import io.churnops.forest.LogisticTerm;
import io.churnops.forest.TrainingTable;

/**
 * Mean and deviation of the logarithms of a column's known values.
 *
 * @param missing whether there are others
 */
record LogisticScale(double mean, double deviation, boolean missing) {

  static LogisticScale of(TrainingTable table, int[] rows, int column) {
    double sum = 0;
    int known = 0;
    for (int row : rows) {
      if (table.value(row, column) != ForestInputs.MISSING) {
        sum += LogisticTerm.logarithm(table.value(row, column));
        known++;
      }
    }
    double mean = known == 0 ? 0 : sum / known;
    double squares = 0;
    for (int row : rows) {
      if (table.value(row, column) != ForestInputs.MISSING) {
        double off = LogisticTerm.logarithm(table.value(row, column)) - mean;
        squares += off * off;
      }
    }
    return new LogisticScale(mean, Math.sqrt(squares / Math.max(1, known)), known < rows.length);
  }

  double standardised(float value) {
    return (LogisticTerm.logarithm(value) - mean) / deviation;
  }
}
