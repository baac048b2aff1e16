package io.churnops.training.boosting;

import io.churnops.forest.ForestInputs;
import io.churnops.forest.TrainingTable;
import java.util.List;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.java.util.BigDenseMatrix;

/**
 * Encoded rows in XGBoost's memory, which is outside the heap and freed by closing. Its columns are
 * in the order of Tribuo's feature ids; missing values are missing.
 */
final class TableMatrix implements AutoCloseable {

  private final DMatrix matrix;

  private TableMatrix(DMatrix matrix) {
    this.matrix = matrix;
  }

  /** The rows of a table with their labels and weights. */
  static TableMatrix of(TrainingTable table, FeatureOrder order) throws XGBoostError {
    int rows = table.rows();
    DMatrix matrix = filled(rows, order, table::value);
    try {
      float[] labels = new float[rows];
      for (int row = 0; row < rows; row++) {
        labels[row] = table.label(row) ? 1 : 0;
      }
      matrix.setLabel(labels);
      if (table.isWeighted()) {
        float[] weights = new float[rows];
        for (int row = 0; row < rows; row++) {
          weights[row] = table.weight(row);
        }
        matrix.setWeight(weights);
      }
      return new TableMatrix(matrix);
    } catch (XGBoostError e) {
      matrix.dispose();
      throw e;
    }
  }

  /** Rows without labels. */
  static TableMatrix of(List<float[]> rows, FeatureOrder order) throws XGBoostError {
    return new TableMatrix(filled(rows.size(), order, (row, column) -> rows.get(row)[column]));
  }

  private static DMatrix filled(int rows, FeatureOrder order, Cells cells) throws XGBoostError {
    var dense = new BigDenseMatrix(rows, order.size());
    try {
      for (int row = 0; row < rows; row++) {
        for (int id = 0; id < order.size(); id++) {
          dense.set(row, id, cells.value(row, order.column(id)));
        }
      }
      return new DMatrix(dense, ForestInputs.MISSING);
    } finally {
      dense.dispose();
    }
  }

  DMatrix matrix() {
    return matrix;
  }

  @Override
  public void close() {
    matrix.dispose();
  }

  @FunctionalInterface
  private interface Cells {
    float value(int row, int column);
  }
}
