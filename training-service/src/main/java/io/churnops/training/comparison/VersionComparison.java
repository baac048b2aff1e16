package io.churnops.training.comparison;

import io.churnops.forest.evaluation.Interval;
import java.util.Map;

/**
 * Two versions on the same rows.
 *
 * @param datasetId whose rows they are
 * @param aucDifference of b's AUC from a's, with its paired 95 % interval
 * @param differences of each metric that both have, b's from a's
 */
record VersionComparison(
    String modelName,
    String datasetId,
    int rows,
    Side a,
    Side b,
    Difference aucDifference,
    Map<String, Double> differences,
    Decisions decisions) {

  /**
   * One of the two.
   *
   * @param metrics on these rows, at its own threshold
   * @param knewTheTime it has learnt from rows as new as these, which favours it
   */
  record Side(int version, double threshold, Map<String, Double> metrics, boolean knewTheTime) {}

  /**
   * How far apart the AUCs are.
   *
   * @param beyondChance whether the interval is without 0
   */
  record Difference(double value, Interval interval, boolean beyondChance) {}

  /**
   * How many rows are decided otherwise.
   *
   * @param onlyA rows that only a calls churners
   */
  record Decisions(int changed, int onlyA, int onlyB) {}
}
