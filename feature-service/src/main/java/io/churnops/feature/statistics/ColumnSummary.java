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

  /**
   * Adds a column of a block of rows.
   *
   * @param first the number of the block's first row
   * @param keep which of its rows are in the sample
   */
  void add(long first, Block block, int column, boolean[] keep);

  TableStatistics.Column finish();
}
