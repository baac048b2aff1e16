package io.churnops.feature.statistics;

import org.jspecify.annotations.Nullable;

/** Some rows of a table, one after the other. */
public interface Block {

  int rows();

  /** The label of a row; null if it has none. */
  @Nullable Boolean positive(int row);

  /** A number of a row; NaN where it has none. */
  double number(int column, int row);

  /** A category of a row; null where it has none. */
  @Nullable String category(int column, int row);
}
