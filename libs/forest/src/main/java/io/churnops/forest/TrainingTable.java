package io.churnops.forest;

import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;

/**
 * Encoded training rows, kept column by column, with their labels and, where rows count
 * differently, their weights. Immutable; 4 bytes per value and per weight, on the heap or on disk
 * ({@link ColumnStorage}).
 */
public final class TrainingTable {

  /** The most rows a table can hold; a tree packs a row, its weight and its label into an int. */
  public static final int MAX_ROWS = 1 << 26;

  private final List<String> columns;
  private final FloatBuffer[] values;
  private final Targets targets;

  private TrainingTable(List<String> columns, FloatBuffer[] values, Targets targets) {
    this.columns = columns;
    this.values = values;
    this.targets = targets;
  }

  public static Builder builder(List<String> columns) {
    return builder(columns, 1024);
  }

  /** A builder with room for so many rows, which spares it moving them. */
  public static Builder builder(List<String> columns, int rows) {
    return builder(columns, rows, ColumnStorage.onHeap());
  }

  /** A builder whose values are kept where the storage says. */
  public static Builder builder(List<String> columns, int rows, ColumnStorage storage) {
    return new Builder(columns, Math.clamp(rows, 1, MAX_ROWS), storage);
  }

  /** The training rows, encoded by the inputs that were fitted to them. */
  public static TrainingTable of(
      ForestInputs inputs, Iterable<? extends LabelledRow> trainingRows) {
    return of(inputs, trainingRows, 1024, ColumnStorage.onHeap());
  }

  /**
   * The training rows, kept where the storage says.
   *
   * @param rows how many there are, as far as is known
   */
  public static TrainingTable of(
      ForestInputs inputs,
      Iterable<? extends LabelledRow> trainingRows,
      int rows,
      ColumnStorage storage) {
    Builder builder = builder(inputs.names(), rows, storage);
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
    return targets.rows();
  }

  /** How many columns there are. */
  int width() {
    return values.length;
  }

  public int positives() {
    return targets.positives();
  }

  public boolean label(int row) {
    return targets.label(row);
  }

  public float value(int row, int column) {
    return values[column].get(row);
  }

  /**
   * The same rows, counting by these weights ({@link RowWeights}).
   *
   * @throws InvalidInputException if a weight is not positive and finite
   */
  public TrainingTable weighted(double[] rowWeights) {
    return new TrainingTable(columns, values, targets.weighted(rowWeights));
  }

  public boolean isWeighted() {
    return targets.isWeighted();
  }

  /** How much a row counts; 1 where all count the same. */
  public float weight(int row) {
    return targets.weight(row);
  }

  Targets targets() {
    return targets;
  }

  /** One row, as a forest scores it. */
  public float[] row(int row) {
    float[] copy = new float[values.length];
    for (int column = 0; column < copy.length; column++) {
      copy[column] = values[column].get(row);
    }
    return copy;
  }

  /**
   * The values of a column; the first {@link #rows} elements count. Not to be written. A copy where
   * the column is not on the heap.
   */
  float[] column(int column) {
    FloatBuffer kept = values[column];
    if (kept.hasArray()) {
      return kept.array();
    }
    float[] copy = new float[rows()];
    kept.get(0, copy);
    return copy;
  }

  /** Collects rows for one table. Confined to one thread. */
  public static final class Builder {

    private final List<String> columns;
    private final ColumnStorage storage;
    private FloatBuffer[] values;
    private final BitSet labels = new BitSet();
    private int rows;
    private boolean built;

    private Builder(List<String> columns, int room, ColumnStorage storage) {
      this.columns = List.copyOf(columns);
      if (columns.isEmpty() || columns.size() > CompiledForest.MAX_INPUTS) {
        throw new IllegalArgumentException(
            "a table has 1 to " + CompiledForest.MAX_INPUTS + " columns, not " + columns.size());
      }
      if (new HashSet<>(columns).size() != columns.size()) {
        throw new IllegalArgumentException("two columns have the same name: " + columns);
      }
      this.storage = storage;
      values = storage.floats(columns.size(), room);
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
      if (rows == values[0].capacity()) {
        grow();
      }
      for (int column = 0; column < row.length; column++) {
        values[column].put(rows, row[column]);
      }
      labels.set(rows, label);
      rows++;
      return this;
    }

    /** The table; takes the rows over, so that no row can be added after. */
    public TrainingTable build() {
      built = true;
      if (rows < values[0].capacity() && values[0].hasArray()) {
        moveTo(rows);
      }
      return new TrainingTable(columns, values, new Targets(rows, labels, new float[0]));
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
      moveTo(capacity);
    }

    private void moveTo(int capacity) {
      FloatBuffer[] roomier = storage.floats(values.length, capacity);
      for (int column = 0; column < values.length; column++) {
        roomier[column].put(0, values[column], 0, rows);
      }
      values = roomier;
    }
  }
}
