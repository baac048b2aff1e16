package io.churnops.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTests {

  private static final double NORMAL_97_5 = 1.959963984540054;

  @Test
  void ranksToTheBitInLessMemory() {
    SplittableRandom random = new SplittableRandom(9);
    for (int levels : new int[] {1, 7, 1_000_000}) {
      double[] values = random.ints(3_001, 0, levels).mapToDouble(level -> level / 7.0).toArray();
      boolean[] churned = new boolean[values.length];
      for (int i = 0; i < values.length; i++) {
        churned[i] = random.nextDouble() < 0.3;
      }

      assertThat(Ranking.auc(values, churned)).isEqualTo(Ranking.of(values, churned).auc());
    }
  }

  @Test
  void countsThePairsInOrder() {
    // The example of scikit-learn's roc_auc_score.
    double[] scores = {0.1, 0.4, 0.35, 0.8};

    assertThat(Ranking.of(scores, new boolean[] {false, false, true, true}).auc()).isEqualTo(0.75);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void equalsADoubleLoopOverAllPairs(long seed) {
    Sample sample = Sample.of(seed, 60, 8);

    assertThat(Ranking.of(sample.first, sample.churned).auc())
        .isCloseTo(pairsInOrder(sample.first, sample.churned), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithTheIntervalOfASingleAuc(long seed) {
    Sample sample = Sample.of(seed, 200, 1_000);
    double[] constant = new double[sample.churned.length];

    AucDifference difference = AucDifference.of(sample.first, constant, sample.churned);

    // A constant ranks every pair as a tie, without variance: what is left is that of the first.
    Interval alone = BinaryMetrics.aucInterval(sample.first, sample.churned);
    assertThat(difference.difference())
        .isCloseTo(BinaryMetrics.auc(sample.first, sample.churned) - 0.5, within(1e-12));
    assertThat(difference.standardError())
        .isCloseTo((alone.high() - alone.low()) / 2 / NORMAL_97_5, within(1e-12));
  }

  @Test
  void seesNoDifferenceBetweenAScoreAndItself() {
    Sample sample = Sample.of(7, 100, 1_000);

    AucDifference difference = AucDifference.of(sample.first, sample.first, sample.churned);

    assertThat(difference).isEqualTo(new AucDifference(0, 0));
    assertThat(difference.better()).isFalse();
  }

  @Test
  void findsNothingBetterByTheRankOfASingleRow() {
    double[] first = {0.9, 0.1, 0.2, 0.3};
    double[] second = {0.15, 0.1, 0.2, 0.3};
    boolean[] oneChurned = {true, false, false, false};
    boolean[] oneStayed = {false, true, true, true};

    AucDifference better = AucDifference.of(first, second, oneChurned);
    assertThat(better.difference()).isPositive();
    assertThat(better.better()).isFalse();
    assertThat(better.interval()).isEqualTo(new Interval(-1, 1));
    assertThat(AucDifference.of(second, first, oneStayed).better()).isFalse();
  }

  @Test
  void isRightAboutAsOftenAsItSays() {
    // Two scores that differ by independent noise alone: the interval should hold 0 in 95 % of
    // samples, and "better" should be said in 5 %. With 400 samples two standard errors are 2.2 %.
    int samples = 400;
    int missed = 0;
    int better = 0;
    for (int seed = 0; seed < samples; seed++) {
      Sample sample = Sample.of(seed, 300, Integer.MAX_VALUE);
      AucDifference difference = AucDifference.of(sample.first, sample.second, sample.churned);
      missed += difference.interval().low() > 0 || difference.interval().high() < 0 ? 1 : 0;
      better += difference.better() ? 1 : 0;
    }
    assertThat(missed / (double) samples).isCloseTo(0.05, within(0.022));
    assertThat(better / (double) samples).isCloseTo(0.05, within(0.022));
  }

  @Test
  void learnsNothingFromEveryRowASecondTime() {
    Sample once = Sample.of(5, 600, Integer.MAX_VALUE);
    int[] customers = IntStream.range(0, 1_200).map(row -> row / 2).toArray();
    double[] first = Arrays.stream(customers).mapToDouble(row -> once.first[row]).toArray();
    double[] second = Arrays.stream(customers).mapToDouble(row -> once.second[row]).toArray();
    boolean[] churned = new boolean[customers.length];
    IntStream.range(0, churned.length).forEach(row -> churned[row] = once.churned[customers[row]]);

    double alone = AucDifference.of(once.first, once.second, once.churned).standardError();
    AucDifference repeated = AucDifference.byCustomer(first, second, churned, customers);

    // The standard error of a standard error from 1,000 draws is 2.2 %; five of them are allowed.
    assertThat(repeated.standardError()).isCloseTo(alone, within(0.11 * alone));
    assertThat(AucDifference.of(first, second, churned).standardError())
        .as("what DeLong says of the rows")
        .isLessThan(0.75 * alone);
  }

  @Test
  void findsNothingBetterByTheRowsOfASingleCustomer() {
    double[] first = {0.9, 0.8, 0.1, 0.2};
    double[] second = {0.15, 0.15, 0.1, 0.2};
    boolean[] churned = {true, true, false, false};

    AucDifference difference =
        AucDifference.byCustomer(first, second, churned, new int[] {1, 1, 2, 3});

    assertThat(difference.difference()).isPositive();
    assertThat(difference.better()).isFalse();
  }

  @Test
  void refusesRowsOfOneClass() {
    assertThatThrownBy(() -> Ranking.of(new double[] {1, 2}, new boolean[] {true, true}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double pairsInOrder(double[] scores, boolean[] churned) {
    double won = 0;
    int pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (churned[i] && !churned[j]) {
          pairs++;
          won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return won / pairs;
  }

  /** Two equally good scores of the same rows, with as many distinct values as said. */
  private record Sample(double[] first, double[] second, boolean[] churned) {

    static Sample of(long seed, int rows, int distinct) {
      var random = new SplittableRandom(seed);
      boolean[] churned = new boolean[rows];
      double[] risk = random.doubles(rows).toArray();
      Arrays.setAll(risk, i -> (churned[i] = i % 3 == 0) ? risk[i] + 0.4 : risk[i]);
      return new Sample(noisy(risk, random, distinct), noisy(risk, random, distinct), churned);
    }

    private static double[] noisy(double[] risk, SplittableRandom random, int distinct) {
      return Arrays.stream(risk)
          .map(r -> Math.floor((r + random.nextDouble()) / 2.4 * distinct) / distinct)
          .toArray();
    }
  }
}
