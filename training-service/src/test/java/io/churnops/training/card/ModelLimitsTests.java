package io.churnops.training.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.forest.ForestParameters;
import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.ThresholdMetrics;
import io.churnops.forest.evaluation.ThresholdRule;
import io.churnops.training.datasets.KFold;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.datasets.Split;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.datasets.SplitRequest;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.BaselineComparison;
import io.churnops.training.evaluation.ColumnStrength;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModelLimitsTests {

  private static final List<ColumnStrength> WEAK = List.of(new ColumnStrength("orders", 0.6));

  private static final ThresholdChoice BY_F1 =
      new ThresholdChoice("f1", null, null, new ThresholdMetrics(0.4, 30, 20, 40, 10));

  @Test
  void saysWhenNoThresholdHadThePrecision() {
    var wish =
        ThresholdChoice.of(
            new ThresholdRule.RecallAtPrecision(0.8), new ThresholdMetrics(0.4, 30, 20, 40, 10));

    assertThat(ModelLimits.of(split(4), evaluation(4_000, 0), WEAK, List.of(), List.of(), wish))
        .contains(
            "No threshold had precision 0.80 on the validation rows; the one with the greatest"
                + " precision, 0.60, was taken.");
  }

  @Test
  void saysLittleAgainstAModelThatWasTestedWell() {
    assertThat(ModelLimits.of(split(4), evaluation(4_000, 0), WEAK, List.of(), List.of(), BY_F1))
        .containsExactly(
            "It says who is likely to leave, not whom an offer would keep.",
            "It was tested at one moment, 2026-04-01T00:00:00Z; other seasons may differ.");
  }

  @Test
  void warnsOfATestAtTheSameTime() {
    assertThat(ModelLimits.of(split(1), evaluation(4_000, 0), WEAK, List.of(), List.of(), BY_F1))
        .contains("It was tested on other customers at the same time, not on a later time.");
  }

  @Test
  void saysThatTheBestInFoldsWasChosenByItsOwnFigures() {
    var data = ShopDataset.of("d", 200, 1, 30, 1).read();
    int[] all = KFold.of(data, 2, 1).rows();
    SplitReport inFolds = SplitReport.of(data, new Split(Split.Method.K_FOLD, all, all, all, all));
    var forest = ForestParameters.defaults();
    var best = AlgorithmComparison.ofPublished(forest, 0.8, 0.8);
    var other = new AlgorithmComparison(forest.withTrees(9), 0.7, 0.7, 0.1, 0.05, 0.15, false);
    String flattered =
        "It is the best of 2 algorithms by the same rows that its figures are of, which flatters"
            + " them slightly.";

    assertThat(limits(inFolds, List.of(best, other))).contains(flattered);
    assertThat(limits(inFolds, List.of(other, best))).as("named").doesNotContain(flattered);
    assertThat(limits(inFolds, List.of())).as("alone").doesNotContain(flattered);
    assertThat(limits(split(4), List.of(best, other))).as("by time").doesNotContain(flattered);
  }

  private static List<String> limits(SplitReport split, List<AlgorithmComparison> algorithms) {
    return ModelLimits.of(split, evaluation(4_000, 0), WEAK, List.of(), algorithms, BY_F1);
  }

  @Test
  void warnsOfColumnsThatAreBetterAloneOrTooGood() {
    var leak = new ColumnStrength("refund_reason", 0.97);

    assertThat(
            ModelLimits.of(
                split(4), evaluation(4_000, 0), List.of(leak), List.of(), List.of(), BY_F1))
        .contains(
            "It ranks no better than refund_reason alone (AUC 0.970).",
            "refund_reason alone reaches AUC 0.970, too good for the past: does it know the"
                + " label?");
  }

  @Test
  void warnsOfProbabilitiesThatAreOffAndOfSmallTests() {
    assertThat(ModelLimits.of(split(4), evaluation(4_000, 0.2), WEAK, List.of(), List.of(), BY_F1))
        .anyMatch(limit -> limit.startsWith("Its probabilities are off by 0.1"));
    assertThat(ModelLimits.of(split(4), evaluation(60, 0), WEAK, List.of(), List.of(), BY_F1))
        .anyMatch(limit -> limit.startsWith("Its 60 test rows say little"));
  }

  @Test
  void saysWhichSimpleRankingItDoesNotBeat() {
    var counting =
        new BaselineComparison(
            "order_count", List.of("orders_lifetime"), 0.728, 0.012, -0.001, 0.025, false);
    var recency =
        new BaselineComparison(
            "recency", List.of("days_since_last_order"), 0.581, 0.16, 0.14, 0.18, true);

    assertThat(
            ModelLimits.of(
                split(4), evaluation(4_000, 0), WEAK, List.of(counting, recency), List.of(), BY_F1))
        .contains(
            "It does not rank better beyond chance than order count alone (AUC 0.728, difference"
                + " -0.001 to +0.025).")
        .noneMatch(limit -> limit.contains("recency"));
  }

  private static SplitReport split(int cutoffs) {
    var data = ShopDataset.of("d", 200, cutoffs, 30, 1).read();
    return SplitReport.of(data, Split.of(data, new SplitRequest(1, 1)));
  }

  /** Of scores that are the true probabilities, or so much too low. */
  private static Evaluation evaluation(int rows, double tooLow) {
    var random = new SplittableRandom(1);
    double[] scores = new double[rows];
    boolean[] churned = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      double probability = random.nextDouble();
      churned[i] = random.nextDouble() < probability;
      scores[i] = Math.max(0, probability - tooLow);
    }
    return Evaluation.of(scores, churned, 0.5);
  }
}
