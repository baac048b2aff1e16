package io.churnops.forest.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ThresholdRuleTests {

  private static final int ROWS = 20_000;

  /** Verbraken, Verbeke and Baesens (2013): contact 1, offer 10, value 200, accepted by .3. */
  private static final CampaignCosts PUBLISHED = new CampaignCosts(1, 10, 0.3, 200);

  private final double[] scores = new double[ROWS];
  private final boolean[] churned = new boolean[ROWS];

  ThresholdRuleTests() {
    var random = new SplittableRandom(31);
    for (int row = 0; row < ROWS; row++) {
      scores[row] = random.nextDouble() * random.nextDouble();
      churned[row] = random.nextDouble() < scores[row];
    }
  }

  @Test
  void breaksEvenWhereThePublishedCostsDo() {
    assertThat(PUBLISHED.perChurner()).isCloseTo(56, within(1e-9));
    assertThat(PUBLISHED.perStayer()).isEqualTo(-11);
    assertThat(PUBLISHED.breakEven()).isCloseTo(11 / 67.0, within(1e-12));
  }

  /** Of probabilities that are right, the best threshold is the one of the closed form. */
  @Test
  void findsTheThresholdOfGreatestProfit() {
    double threshold = new ThresholdRule.BestProfit(PUBLISHED).choose(scores, churned);

    assertThat(threshold).isCloseTo(11 / 67.0, within(0.04));
    ProfitReport report = ProfitReport.of(PUBLISHED, scores, churned, threshold);
    assertThat(report.atThreshold())
        .isGreaterThan(report.atHalf())
        .isGreaterThan(report.everyone());
    assertThat(report.curve())
        .hasSize(100)
        .allSatisfy(
            point -> assertThat(point.profit()).isLessThanOrEqualTo(report.atThreshold() + 0.05));
  }

  @Test
  void contactsNobodyWhereEveryThresholdLoses() {
    var dear = new CampaignCosts(500, 10, 0.3, 200);

    assertThat(new ThresholdRule.BestProfit(dear).choose(scores, churned)).isEqualTo(1);
    assertThat(ProfitReport.of(dear, scores, churned, 1).breakEven()).isNull();
  }

  @Test
  void findsTheMostChurnersAtAPrecision() {
    double threshold = new ThresholdRule.RecallAtPrecision(0.6).choose(scores, churned);
    ThresholdMetrics chosen = BinaryMetrics.atThreshold(scores, churned, threshold);

    assertThat(chosen.precision()).isGreaterThanOrEqualTo(0.6).isCloseTo(0.6, within(0.005));
    for (double other = 0.01; other < 1; other += 0.01) {
      ThresholdMetrics metrics = BinaryMetrics.atThreshold(scores, churned, other);
      if (metrics.precision() >= 0.6) {
        assertThat(metrics.recall()).isLessThanOrEqualTo(chosen.recall());
      }
    }
  }

  @Test
  void takesTheGreatestPrecisionWhereTheWishedOneIsNotThere() {
    boolean[] turned = new boolean[ROWS];
    for (int row = 0; row < ROWS; row++) {
      turned[row] = row % 4 == 0;
    }
    double[] steps = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      steps[row] = row % 2 == 0 ? 0.7 : 0.2;
    }
    double threshold = new ThresholdRule.RecallAtPrecision(0.9).choose(steps, turned);

    assertThat(BinaryMetrics.atThreshold(steps, turned, threshold).precision()).isEqualTo(0.5);
  }

  @Test
  void f1IsTheRuleOfTheMetrics() {
    assertThat(new ThresholdRule.BestF1().choose(scores, churned))
        .isEqualTo(BinaryMetrics.bestF1Threshold(scores, churned));
  }

  @Test
  void refusesCostsThatMakeNoSense() {
    assertThatThrownBy(() -> new CampaignCosts(-1, 10, 0.3, 200))
        .hasMessageContaining("contactCost");
    assertThatThrownBy(() -> new CampaignCosts(1, 10, 1.3, 200))
        .hasMessageContaining("acceptanceRate");
    assertThatThrownBy(() -> new CampaignCosts(1, 300, 0.3, 200))
        .hasMessageContaining("customerValue");
    assertThatThrownBy(() -> new CampaignCosts(1, 10, 0.3, Double.NaN))
        .hasMessageContaining("customerValue");
  }
}
