package io.churnops.feature.statistics;

import org.jspecify.annotations.Nullable;

/** Sums up one column. */
sealed interface ColumnSummary permits NumberSummary, CategorySummary {

  /**
   * Adds a row's value.
   *
   * @param keep whether the row is in the sample
   */
  void add(long row, @Nullable Object value, @Nullable Boolean positive, boolean keep);

  TableStatistics.Column finish();
}
