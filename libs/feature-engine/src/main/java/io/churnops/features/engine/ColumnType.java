package io.churnops.features.engine;

/** What a feature's values are. */
public enum ColumnType {
  /** A finite double. */
  NUMBER,
  /** A text out of some set of values. */
  CATEGORY
}
