package io.churnops.training.boosting;

import io.churnops.forest.ForestInputs;
import io.churnops.forest.TrainingTable;
import java.util.List;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.java.util.BigDenseMatrix;

/**
 * Encoded rows in XGBoost's memory, which is outside the heap and freed by closing. Its columns are
 * in the order of Tribuo's feature ids; missing values are missing.
 */
final class TableMatrix implements AutoCloseable {

  private final DMatrix matrix;

  /** Of a value in the matrix that is handed over; both are there at once. */
  private static final int HANDED_OVER = 4;

  /** Of a value that is not missing in the matrix that XGBoost makes of it. */
  private static final int KEPT = 8;

  private TableMatrix(DMatrix matrix) {
    this.matrix = matrix;
  }

  /**
   * Makes sure that the rows of a table can be had; what boosting takes beside them comes on top.
   *
   * @param left so many bytes are there
   * @throws NoMemoryException if they cannot
   */
  static void requireMemory(TrainingTable table, long left) {
    int columns = table.columns().size();
    long values = (long) table.rows() * columns;
    if (values * (HANDED_OVER + KEPT) <= left) {
      return;
    }
    long least = values * HANDED_OVER + present(table) * KEPT;
    if (least > left) {
      throw new NoMemoryException(table.rows(), columns, least, left);
    }
  }

  private static long present(TrainingTable table) {
    return IntStream.range(0, table.columns().size())
        .mapToLong(column ->
            IntStream.range(0, table.rows())
                .filter(row -> table.value(row, column) != ForestInputs.MISSING)
                .count())
        .sum();
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
