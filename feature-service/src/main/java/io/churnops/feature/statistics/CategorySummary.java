package io.churnops.feature.statistics;

import io.churnops.feature.statistics.TableStatistics.Frequency;
import io.churnops.features.engine.ColumnType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums up a column of categories. To be ranked by what it says of the label, each half of the rows
 * is scored with the positive shares of the other half, or a category that occurs once would seem
 * to know its label.
 */
final class CategorySummary implements ColumnSummary {

  static final int MOST = 10_000;
  private static final int TOP = 20;

  /** Stands for missing, and for what comes when there are too many categories. */
  private static final String MISSING = "\0missing";

  private static final String REST = "\0rest";

  private final String name;
  private final Map<String, Counts> categories = new HashMap<>();
  private long values;
  private long missing;

  /** Of one category: all rows, and those of each half by label. */
  static final class Counts {
    long rows;
    final long[] positives = new long[2];
    final long[] negatives = new long[2];
  }

  CategorySummary(String name) {
    this.name = name;
  }

  @Override
  public void add(long row, @Nullable Object value, @Nullable Boolean positive, boolean keep) {
    if (value == null) {
      missing++;
    } else {
      values++;
    }
    Counts counts = counts(value == null ? MISSING : (String) value);
    counts.rows++;
    if (positive != null) {
      int half = (int) (row & 1);
      (positive ? counts.positives : counts.negatives)[half]++;
    }
  }

  @Override
  public void add(long first, Block block, int column, boolean[] keep) {
    for (int row = 0; row < block.rows(); row++) {
      add(first + row, block.category(column, row), block.positive(row), keep[row]);
    }
  }

  private Counts counts(String category) {
    Counts known = categories.get(category);
    return known != null
        ? known
        : categories.computeIfAbsent(
            categories.size() < MOST || category.equals(MISSING) ? category : REST,
            _ -> new Counts());
  }

  @Override
  public TableStatistics.Column finish() {
    boolean many = categories.containsKey(REST);
    long distinct = categories.keySet().stream().filter(CategorySummary::isReal).count();
    Ranks ranks = Ranks.ofCategories(List.copyOf(categories.values()));
    return new TableStatistics.Column(
        name,
        ColumnType.CATEGORY,
        values,
        missing,
        distinct,
        many,
        null,
        null,
        null,
        null,
        null,
        null,
        top(),
        null,
        Double.isFinite(ranks.auc()) ? (Double) ranks.auc() : null,
        Double.isFinite(ranks.standardError()) ? (Double) ranks.standardError() : null);
  }

  private static boolean isReal(String category) {
    return !category.equals(MISSING) && !category.equals(REST);
  }

  private List<Frequency> top() {
    return categories.entrySet().stream()
        .filter(entry -> isReal(entry.getKey()))
        .map(entry -> new Frequency(entry.getKey(), entry.getValue().rows))
        .sorted(
            Comparator.comparingLong(Frequency::count).reversed().thenComparing(Frequency::value))
        .limit(TOP)
        .toList();
  }
}
