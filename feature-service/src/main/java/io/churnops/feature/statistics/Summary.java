package io.churnops.feature.statistics;

import io.churnops.feature.statistics.TableStatistics.Warning;
import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.FeatureColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sums up rows one by one, in memory that does not grow with them: at most {@link #MOST_VALUES}
 * numbers are kept for what needs them sorted. The same rows in the same order give the same
 * statistics.
 */
public final class Summary {

  /** More than that, ranked by one column alone, is too good for the past. */
  static final double LEAK = 0.95;

  /** Numbers kept for quantiles, histograms and AUCs: 48 MB. */
  static final long MOST_VALUES = 6_000_000;

  private final List<ColumnSummary> columns = new ArrayList<>();
  private final LabelSample labels;
  private final double sampled;
  private final boolean withLabels;
  private long rows;
  private long labelled;
  private long positives;

  Summary(List<FeatureColumn> columns, long expectedRows, long mostValues, boolean withLabels) {
    this.withLabels = withLabels;
    long numbers = Math.max(1, columns.stream().filter(c -> c.type() == ColumnType.NUMBER).count());
    this.sampled = Math.min(1, (double) mostValues / numbers / Math.max(1, expectedRows));
    this.labels = new LabelSample();
    int kept = (int) Math.min(mostValues / numbers + 1, Math.max(0, expectedRows));
    for (FeatureColumn column : columns) {
      this.columns.add(
          column.type() == ColumnType.NUMBER
              ? new NumberSummary(column.name(), labels, kept)
              : new CategorySummary(column.name()));
    }
  }

  /**
   * A summary of rows with labels.
   *
   * @param expectedRows about how many there will be, for the size of the sample
   */
  public static Summary ofLabelled(List<FeatureColumn> columns, long expectedRows) {
    return new Summary(columns, expectedRows, MOST_VALUES, true);
  }

  /** A summary of rows of which nobody asks a label. */
  public static Summary ofUnlabelled(List<FeatureColumn> columns, long expectedRows) {
    return new Summary(columns, expectedRows, MOST_VALUES, false);
  }

  /**
   * Adds a row.
   *
   * @param positive its label; null if it has none
   * @param values by column: null, a {@link Double} or a {@link String}
   */
  public void add(@Nullable Boolean positive, IntFunction<@Nullable Object> values) {
    boolean keep = isKept(rows);
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(rows, values.apply(i), positive, keep);
    }
    count(positive, keep);
  }

  /** Adds rows, to the same effect. */
  public void add(Block block) {
    boolean[] keep = new boolean[block.rows()];
    for (int row = 0; row < keep.length; row++) {
      keep[row] = isKept(rows + row);
    }
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(rows, block, i, keep);
    }
    for (int row = 0; row < keep.length; row++) {
      count(block.positive(row), keep[row]);
    }
  }

  private boolean isKept(long row) {
    return sampled >= 1 || share(row) < sampled;
  }

  private void count(@Nullable Boolean positive, boolean keep) {
    if (keep) {
      labels.add(positive);
    }
    rows++;
    labelled += positive == null ? 0 : 1;
    positives += Boolean.TRUE.equals(positive) ? 1 : 0;
  }

  /** Spreads row numbers evenly over [0, 1), without a pattern. */
  private static double share(long row) {
    long mixed = (row + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
  }

  /** What the rows so far say. */
  public TableStatistics finish() {
    // Sorting is what takes time, and each column has its own values to sort.
    List<TableStatistics.Column> summed =
        columns.parallelStream().map(ColumnSummary::finish).toList();
    double error =
        labels.size() == rows ? 0 : 0.5 / Math.sqrt(labels.size()) * Math.sqrt(1 - sampled);
    return new TableStatistics(
        rows, labelled, positives, labels.size(), error, summed, warnings(summed));
  }

  private List<Warning> warnings(List<TableStatistics.Column> summed) {
    List<Warning> warnings = new ArrayList<>();
    if (withLabels && labelled == 0) {
      warnings.add(new Warning("no_labelled_rows", null, "No row has a label."));
    } else if (withLabels && (positives == 0 || positives == labelled)) {
      warnings.add(
          new Warning(
              "one_class", null, "All %d labelled rows have one label.".formatted(labelled)));
    }
    for (TableStatistics.Column column : summed) {
      if (column.auc() != null && column.auc() > LEAK) {
        warnings.add(
            new Warning(
                "leak_suspect",
                column.name(),
                String.format(
                    Locale.ROOT,
                    "%s alone ranks the label with AUC %.4f, too good for the past: does it know"
                        + " the label?",
                    column.name(),
                    column.auc())));
      }
      if (column.values() == 0) {
        warnings.add(
            new Warning("empty_column", column.name(), column.name() + " has no value at all."));
      } else if (column.distinct() == 1 && column.missing() == 0) {
        warnings.add(
            new Warning(
                "constant_column", column.name(), column.name() + " has one value in all rows."));
      }
    }
    return warnings;
  }
}
