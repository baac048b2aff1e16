package io.churnops.training.runs;

import io.churnops.forest.BoostingParameters;
import io.churnops.forest.ForestParameters;

/** What trees are grown with when nothing is asked for. */
final class DefaultParameters {

  private static final int ROWS_PER_LEAF = 20;
  private static final double ROWS_PER_WEIGHT = 200;

  private DefaultParameters() {}

  /** The lib's defaults; a small table gets smaller leaves, so that its trees can split at all. */
  static ForestParameters forRows(int rows) {
    ForestParameters defaults = ForestParameters.defaults();
    return defaults.withMinLeafSize(Math.clamp(rows / ROWS_PER_LEAF, 1, defaults.minLeafSize()));
  }

  /** The same of what is boosted, whose nodes weigh less than half of their rows. */
  static BoostingParameters boosting(int rows) {
    BoostingParameters defaults = BoostingParameters.defaults();
    return defaults.withMinChildWeight(
        Math.clamp(rows / ROWS_PER_WEIGHT, 1, defaults.minChildWeight()));
  }
}
