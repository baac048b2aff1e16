package io.churnops.training.card;

import io.churnops.forest.evaluation.CampaignCosts;
import io.churnops.forest.evaluation.ThresholdMetrics;
import io.churnops.forest.evaluation.ThresholdRule;
import org.jspecify.annotations.Nullable;

/**
 * How the decision threshold came about.
 *
 * @param by {@code f1}, {@code recall_at_precision} or {@code profit}
 * @param precision that was asked for
 * @param costs that were given
 * @param onValidation what it decides on the validation rows, which chose it
 */
public record ThresholdChoice(
    String by,
    @Nullable Double precision,
    @Nullable CampaignCosts costs,
    ThresholdMetrics onValidation) {

  public static ThresholdChoice of(ThresholdRule rule, ThresholdMetrics onValidation) {
    return switch (rule) {
      case ThresholdRule.BestF1 _ -> new ThresholdChoice("f1", null, null, onValidation);
      case ThresholdRule.RecallAtPrecision wish ->
          new ThresholdChoice("recall_at_precision", wish.precision(), null, onValidation);
      case ThresholdRule.BestProfit wish ->
          new ThresholdChoice("profit", null, wish.costs(), onValidation);
    };
  }

  /** Whether the precision that was asked for was there among the validation rows. */
  boolean reached() {
    return precision == null || onValidation.precision() >= precision;
  }
}
