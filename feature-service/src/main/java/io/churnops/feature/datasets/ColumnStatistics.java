package io.churnops.feature.datasets;

import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.FeatureColumn;
import io.churnops.features.engine.FeatureVector;

/** Counts the values of one column while its rows are written. */
final class ColumnStatistics {

  private final FeatureColumn column;
  private final int index;

  private long values;
  private long missing;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double mean;

  ColumnStatistics(FeatureColumn column, int index) {
    this.column = column;
    this.index = index;
  }

  void add(FeatureVector vector) {
    if (vector.isNull(index)) {
      missing++;
    } else {
      values++;
      if (column.type() == ColumnType.NUMBER) {
        double value = vector.number(index);
        min = Math.min(min, value);
        max = Math.max(max, value);
        mean += (value - mean) / values;
      }
    }
  }

  DatasetManifest.Column finish() {
    return column.type() == ColumnType.NUMBER && values > 0 && Double.isFinite(mean)
        ? new DatasetManifest.Column(column.name(), column.type(), missing, min, max, mean)
        : new DatasetManifest.Column(column.name(), column.type(), missing, null, null, null);
  }
}
