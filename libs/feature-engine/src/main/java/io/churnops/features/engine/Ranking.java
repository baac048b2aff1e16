package io.churnops.features.engine;

/**
 * How many of the most frequent categories are asked for, and how many are counted.
 *
 * @param k the columns it makes
 * @param cardinality see {@link Top}
 */
record Ranking(int k, int cardinality) {

  static final int MOST_COLUMNS = 20;
  static final int DEFAULT_CARDINALITY = 100;
  static final int MOST_CARDINALITY = 1_000;

  /** Of aggregates that rank nothing. */
  static final Ranking NONE = new Ranking(1, 0);

  boolean isNone() {
    return cardinality == 0;
  }
}
