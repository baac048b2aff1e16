package io.churnops.training.runs;

import io.churnops.forest.ForestParameters;

/** What a forest is grown with when nothing is asked for. */
final class DefaultParameters {

  private static final int ROWS_PER_LEAF = 20;

  private DefaultParameters() {}

  /** The lib's defaults; a small table gets smaller leaves, so that its trees can split at all. */
  static ForestParameters forRows(int rows) {
    ForestParameters defaults = ForestParameters.defaults();
    return defaults.withMinLeafSize(Math.clamp(rows / ROWS_PER_LEAF, 1, defaults.minLeafSize()));
  }
}
