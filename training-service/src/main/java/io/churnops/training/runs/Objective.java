package io.churnops.training.runs;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.ThresholdRule;

/** What a search optimises. */
enum Objective {
  @JsonProperty("auc")
  AUC(true),
  @JsonProperty("averagePrecision")
  AVERAGE_PRECISION(true),
  @JsonProperty("brier")
  BRIER(false),
  @JsonProperty("logLoss")
  LOG_LOSS(false),
  /** The most that a campaign could earn by the ranking, per customer. */
  @JsonProperty("profit")
  PROFIT(true);

  private final boolean higherIsBetter;

  Objective(boolean higherIsBetter) {
    this.higherIsBetter = higherIsBetter;
  }

  /** The figure on rows of both classes. */
  double of(double[] scores, boolean[] churned, ThresholdRule rule) {
    return switch (this) {
      case AUC -> BinaryMetrics.auc(scores, churned);
      case AVERAGE_PRECISION -> BinaryMetrics.averagePrecision(scores, churned);
      case BRIER -> BinaryMetrics.brier(scores, churned);
      case LOG_LOSS -> BinaryMetrics.logLoss(scores, churned);
      case PROFIT -> profit(scores, churned, rule);
    };
  }

  private static double profit(double[] scores, boolean[] churned, ThresholdRule rule) {
    if (rule instanceof ThresholdRule.BestProfit wish) {
      double threshold = rule.choose(scores, churned);
      return wish.costs().profit(BinaryMetrics.atThreshold(scores, churned, threshold));
    }
    throw new IllegalArgumentException("profit needs costs");
  }

  /** The figure so that higher is better. */
  double score(double figure) {
    return higherIsBetter ? figure : -figure;
  }
}
