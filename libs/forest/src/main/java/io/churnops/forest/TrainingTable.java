package io.churnops.forest;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;

/**
 * Encoded training rows, kept column by column, with their labels and, where rows count
 * differently, their weights. Immutable; 4 bytes per value and per weight.
 */
public final class TrainingTable {

  /** The most rows a table can hold; a tree packs a row, its weight and its label into an int. */
  public static final int MAX_ROWS = 1 << 26;

  private final List<String> columns;
  private final float[][] values;
  private final BitSet labels;
  private final int rows;
  private final float[] weights;

  private TrainingTable(
      List<String> columns, float[][] values, BitSet labels, int rows, float[] weights) {
    this.columns = columns;
    this.values = values;
    this.labels = labels;
    this.rows = rows;
    this.weights = weights;
  }

  public static Builder builder(List<String> columns) {
    return new Builder(columns, 1024);
  }

  /** A builder with room for so many rows, which spares it moving them. */
  public static Builder builder(List<String> columns, int rows) {
    return new Builder(columns, Math.clamp(rows, 1, MAX_ROWS));
  }

  /** The training rows, encoded by the inputs that were fitted to them. */
  public static TrainingTable of(
      ForestInputs inputs, Iterable<? extends LabelledRow> trainingRows) {
    Builder builder = builder(inputs.names());
    float[] encoded = new float[inputs.size()];
    for (LabelledRow row : trainingRows) {
      inputs.encode(row.row(), encoded);
      builder.add(encoded, row.churned());
    }
    return builder.build();
  }

  public List<String> columns() {
    return columns;
  }

  public int rows() {
    return rows;
  }

  /** How many columns there are. */
  int width() {
    return values.length;
  }

  public int positives() {
    return labels.cardinality();
  }

  public boolean label(int row) {
    return labels.get(row);
  }

  public float value(int row, int column) {
    return values[column][row];
  }

  /**
   * The same rows, counting by these weights ({@link RowWeights}).
   *
   * @throws InvalidInputException if a weight is not positive and finite
   */
  public TrainingTable weighted(double[] rowWeights) {
    RowWeights.check(rowWeights, rows);
    float[] copy = new float[rows];
    double greatest = Arrays.stream(rowWeights).max().orElse(1);
    for (int row = 0; row < rows; row++) {
      copy[row] = (float) (rowWeights[row] / greatest);
    }
    return new TrainingTable(columns, values, labels, rows, copy);
  }

  public boolean isWeighted() {
    return weights.length > 0;
  }

  /** How much a row counts; 1 where all count the same. */
  public float weight(int row) {
    return isWeighted() ? weights[row] : 1;
  }

  /** One row, as a forest scores it. */
  public float[] row(int row) {
    float[] copy = new float[values.length];
    for (int column = 0; column < copy.length; column++) {
      copy[column] = values[column][row];
    }
    return copy;
  }

  /** The values of a column; its first {@link #rows} elements count. Not to be written. */
  float[] column(int column) {
    return values[column];
  }

  /** Collects rows for one table. Confined to one thread. */
  public static final class Builder {

    private final List<String> columns;
    private final float[][] values;
    private final BitSet labels = new BitSet();
    private int rows;
    private boolean built;

    private Builder(List<String> columns, int room) {
      this.columns = List.copyOf(columns);
      if (columns.isEmpty() || columns.size() > CompiledForest.MAX_INPUTS) {
        throw new IllegalArgumentException(
            "a table has 1 to " + CompiledForest.MAX_INPUTS + " columns, not " + columns.size());
      }
      if (new HashSet<>(columns).size() != columns.size()) {
        throw new IllegalArgumentException("two columns have the same name: " + columns);
      }
      values = new float[columns.size()][room];
    }

    /**
     * Adds a copy of the row.
     *
     * @throws InvalidInputException if it is of another width or holds a value that is not finite
     */
    public Builder add(float[] row, boolean label) {
      if (built) {
        throw new IllegalStateException("the table is built; another needs another builder");
      }
      check(row);
      if (rows == values[0].length) {
        grow();
      }
      for (int column = 0; column < row.length; column++) {
        values[column][rows] = row[column];
      }
      labels.set(rows, label);
      rows++;
      return this;
    }

    /** The table; takes the rows over, so that no row can be added after. */
    public TrainingTable build() {
      built = true;
      if (rows < values[0].length) {
        Arrays.setAll(values, column -> Arrays.copyOf(values[column], rows));
      }
      return new TrainingTable(columns, values, labels, rows, new float[0]);
    }

    private void check(float[] row) {
      if (row.length != columns.size()) {
        throw new InvalidInputException(
            "row " + rows + " has " + row.length + " values for " + columns.size() + " columns");
      }
      for (int column = 0; column < row.length; column++) {
        if (!Float.isFinite(row[column])) {
          throw new InvalidInputException(
              columns.get(column) + " of row " + rows + " is " + row[column] + ", not finite");
        }
      }
    }

    private void grow() {
      if (rows == MAX_ROWS) {
        throw new InvalidInputException("a training table holds at most " + MAX_ROWS + " rows");
      }
      int capacity = Math.min(MAX_ROWS, rows + (rows >> 1) + 1);
      Arrays.setAll(values, column -> Arrays.copyOf(values[column], capacity));
    }
  }
}
