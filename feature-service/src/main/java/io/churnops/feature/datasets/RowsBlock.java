package io.churnops.feature.datasets;

import io.churnops.feature.statistics.Block;
import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.CsvRow;
import io.churnops.features.engine.FeatureColumn;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Some rows of a training set by column, with their main label. Filled again and again. */
final class RowsBlock implements Block {

  private static final int ROWS = 500;

  private final int firstColumn;
  private final @Nullable Boolean[] positive = new Boolean[ROWS];

  /** Of a column, its values are in one of both. */
  private final double[][] numbers;

  private final @Nullable String[][] categories;
  private int rows;

  RowsBlock(int labels, List<FeatureColumn> columns) {
    this.firstColumn = CsvRow.FIRST_COLUMNS.size() + labels;
    this.numbers = new double[columns.size()][];
    this.categories = new String[columns.size()][];
    for (int i = 0; i < columns.size(); i++) {
      boolean isNumber = columns.get(i).type() == ColumnType.NUMBER;
      numbers[i] = new double[isNumber ? ROWS : 0];
      categories[i] = new String[isNumber ? 0 : ROWS];
    }
  }

  /** Takes the next rows instead of those that it held; false if there are none. */
  boolean fill(WrittenRows written) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("Interrupted while reading rows");
    }
    for (rows = 0; rows < ROWS && written.next(); rows++) {
      String label = written.text(CsvRow.FIRST_COLUMNS.size());
      positive[rows] = label == null ? null : (Boolean) label.equals("1");
      for (int i = 0; i < numbers.length; i++) {
        if (numbers[i].length > 0) {
          numbers[i][rows] = written.number(firstColumn + i);
        } else {
          categories[i][rows] = written.text(firstColumn + i);
        }
      }
    }
    return rows > 0;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public @Nullable Boolean positive(int row) {
    return positive[row];
  }

  @Override
  public double number(int column, int row) {
    return numbers[column][row];
  }

  @Override
  public @Nullable String category(int column, int row) {
    return categories[column][row];
  }
}
