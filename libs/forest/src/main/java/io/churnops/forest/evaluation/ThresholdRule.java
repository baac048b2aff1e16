package io.churnops.forest.evaluation;

/** By what a decision threshold is chosen, on rows it is not reported on. */
public sealed interface ThresholdRule {

  /** The greatest harmonic mean of precision and recall. */
  record BestF1() implements ThresholdRule {}

  /**
   * The most churners found at a precision of at least this, above 0 to 1; where no threshold has
   * it, the one with the greatest precision.
   */
  record RecallAtPrecision(double precision) implements ThresholdRule {

    public RecallAtPrecision {
      if (!(precision > 0 && precision <= 1)) {
        throw new IllegalArgumentException("a precision is above 0 and at most 1: " + precision);
      }
    }
  }

  /** The greatest profit of a campaign; nobody is contacted where every threshold loses. */
  record BestProfit(CampaignCosts costs) implements ThresholdRule {}

  /** The threshold on these rows, halfway between two scores; the highest of equally good ones. */
  default double choose(double[] scores, boolean[] churned) {
    ScoreGroups groups = ScoreGroups.of(scores, churned);
    return switch (this) {
      case BestF1 _ -> BinaryMetrics.bestThreshold(groups, ThresholdMetrics::f1, -1, 0);
      case RecallAtPrecision wish ->
          BinaryMetrics.bestThreshold(
              groups,
              decisions ->
                  decisions.precision() >= wish.precision()
                      ? 1 + decisions.recall()
                      : decisions.precision(),
              -1,
              0);
      case BestProfit wish -> BinaryMetrics.bestThreshold(groups, wish.costs()::profit, 0, 1);
    };
  }
}
