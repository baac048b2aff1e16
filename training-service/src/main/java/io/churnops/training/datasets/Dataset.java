package io.churnops.training.datasets;

import io.churnops.forest.ColumnStorage;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.LabelledRow;
import java.nio.DoubleBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a dataset, column by column: eight bytes per value, on the heap or on disk. A row is
 * one customer at one cutoff; its label is absent while it is immature.
 */
public final class Dataset {

  private static final byte IMMATURE = -1;

  private final DatasetManifest manifest;
  private final List<InputColumn> columns;
  private final List<Instant> cutoffs;
  private final int[] cutoffOfRow;
  private final int[] customerHashes;
  private final byte[] labels;
  private final DoubleBuffer[] values;
  private final List<List<String>> categories;
  private final ColumnStorage storage;

  private Dataset(Builder builder) {
    this.manifest = builder.manifest;
    this.columns = builder.columns;
    this.cutoffs = List.copyOf(builder.cutoffs.keySet());
    this.cutoffOfRow = Arrays.copyOf(builder.cutoffOfRow, builder.rows);
    this.customerHashes = Arrays.copyOf(builder.customerHashes, builder.rows);
    this.labels = Arrays.copyOf(builder.labels, builder.rows);
    this.values = builder.values;
    this.storage = builder.storage;
    this.categories = builder.codes.stream().map(codes -> List.copyOf(codes.keySet())).toList();
  }

  public DatasetManifest manifest() {
    return manifest;
  }

  public List<InputColumn> columns() {
    return columns;
  }

  public int rows() {
    return labels.length;
  }

  public Instant cutoff(int row) {
    return cutoffs.get(cutoffOfRow[row]);
  }

  /** Equal for all rows of a customer. */
  public int customerHash(int row) {
    return customerHashes[row];
  }

  /** Whether the label is known: an immature row says nothing of its customer. */
  public boolean labelled(int row) {
    return labels[row] != IMMATURE;
  }

  public boolean churned(int row) {
    if (!labelled(row)) {
      throw new IllegalArgumentException("row " + row + " has no label yet");
    }
    return labels[row] == 1;
  }

  /** Labels of rows, in their order. */
  public boolean[] churned(int[] rows) {
    boolean[] churned = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      churned[i] = churned(rows[i]);
    }
    return churned;
  }

  /** The values of a row, read from the columns. */
  public FeatureRow row(int row) {
    return new Row(row);
  }

  /** Where its values are kept, and what is made of them may be. */
  public ColumnStorage storage() {
    return storage;
  }

  /** Rows with their labels, in their order. */
  public Iterable<LabelledRow> labelledRows(int[] rows) {
    return () ->
        Arrays.stream(rows).mapToObj(row -> new LabelledRow(row(row), churned(row))).iterator();
  }

  /** Rows as a model sees them, in their order. */
  public float[][] encoded(ForestInputs inputs, int[] rows) {
    return Arrays.stream(rows).mapToObj(row -> inputs.encode(row(row))).toArray(float[][]::new);
  }

  private final class Row implements FeatureRow {

    private final int row;

    Row(int row) {
      this.row = row;
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public boolean isMissing(int column) {
      return Double.isNaN(values[column].get(row));
    }

    @Override
    public double number(int column) {
      return values[column].get(row);
    }

    @Override
    public String category(int column) {
      return categories.get(column).get((int) values[column].get(row));
    }
  }

  /** Collects rows in the order of the file. Confined to one thread. */
  static final class Builder {

    private final DatasetManifest manifest;
    private final List<InputColumn> columns;
    private final Map<Instant, Integer> cutoffs = new LinkedHashMap<>();
    private final List<Map<String, Integer>> codes = new ArrayList<>();
    private int[] cutoffOfRow;
    private int[] customerHashes;
    private byte[] labels;
    private final ColumnStorage storage;
    private DoubleBuffer[] values;
    private int rows;
    private int labelled;
    private int positives;

    Builder(DatasetManifest manifest, ColumnStorage storage) {
      this.storage = storage;
      this.manifest = manifest;
      this.columns = manifest.inputs();
      int capacity = Math.max(16, manifest.rows());
      cutoffOfRow = new int[capacity];
      customerHashes = new int[capacity];
      labels = new byte[capacity];
      values = storage.doubles(columns.size(), capacity);
      columns.forEach(_ -> codes.add(new LinkedHashMap<>()));
    }

    /** Adds a row whose values are the texts of the columns, null where missing. */
    void add(
        String customer, Instant cutoff, @Nullable Boolean churned, List<@Nullable String> texts) {
      if (rows == labels.length) {
        grow();
      }
      cutoffOfRow[rows] = cutoffs.computeIfAbsent(cutoff, _ -> cutoffs.size());
      customerHashes[rows] = customer.hashCode();
      labels[rows] = churned == null ? IMMATURE : (byte) (churned ? 1 : 0);
      for (int column = 0; column < values.length; column++) {
        values[column].put(rows, value(column, texts.get(column)));
      }
      rows++;
      labelled += churned == null ? 0 : 1;
      positives += Boolean.TRUE.equals(churned) ? 1 : 0;
    }

    int rows() {
      return rows;
    }

    int labelled() {
      return labelled;
    }

    int positives() {
      return positives;
    }

    Dataset build() {
      return new Dataset(this);
    }

    private double value(int column, @Nullable String text) {
      if (text == null) {
        return Double.NaN;
      }
      if (columns.get(column).type() == InputType.CATEGORY) {
        Map<String, Integer> known = codes.get(column);
        return known.computeIfAbsent(text, _ -> known.size());
      }
      double number = Double.parseDouble(text);
      if (!Double.isFinite(number)) {
        throw new NumberFormatException(text + " is not finite");
      }
      return number;
    }

    private void grow() {
      int capacity = rows + rows / 2;
      cutoffOfRow = Arrays.copyOf(cutoffOfRow, capacity);
      customerHashes = Arrays.copyOf(customerHashes, capacity);
      labels = Arrays.copyOf(labels, capacity);
      DoubleBuffer[] roomier = storage.doubles(values.length, capacity);
      for (int column = 0; column < values.length; column++) {
        roomier[column].put(0, values[column], 0, rows);
      }
      values = roomier;
    }
  }
}
