package io.churnops.forest.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryMetricsTests {

  private static final Offset<Double> EXACT = within(1e-12);

  /** The example of scikit-learn's documentation: AUC 0.75, average precision 0.8333. */
  @Test
  void agreesWithThePublishedExample() {
    double[] scores = {0.1, 0.4, 0.35, 0.8};
    boolean[] churned = {false, false, true, true};

    assertThat(BinaryMetrics.auc(scores, churned)).isEqualTo(0.75);
    assertThat(BinaryMetrics.averagePrecision(scores, churned)).isCloseTo(5.0 / 6, EXACT);
  }

  /** scikit-learn's documented examples of brier_score_loss (0.0375) and log_loss (0.21616). */
  @Test
  void agreesWithThePublishedProbabilityScores() {
    assertThat(
            BinaryMetrics.brier(
                new double[] {0.1, 0.9, 0.8, 0.3}, new boolean[] {false, true, true, false}))
        .isCloseTo(0.0375, EXACT);
    assertThat(
            BinaryMetrics.logLoss(
                new double[] {0.9, 0.1, 0.2, 0.65}, new boolean[] {true, false, false, true}))
        .isCloseTo(0.21616, within(5e-6));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void agreesWithNaiveDoubleLoops(long seed) {
    Sample sample = Sample.of(seed);

    assertThat(BinaryMetrics.auc(sample.scores, sample.churned)).isCloseTo(naiveAuc(sample), EXACT);
    assertThat(BinaryMetrics.averagePrecision(sample.scores, sample.churned))
        .isCloseTo(naiveAveragePrecision(sample), EXACT);
    Interval interval = BinaryMetrics.aucInterval(sample.scores, sample.churned);
    double half = 1.959963984540054 * Math.sqrt(naiveDeLongVariance(sample));
    assertThat(interval.low()).isCloseTo(Math.max(0, naiveAuc(sample) - half), EXACT);
    assertThat(interval.high()).isCloseTo(Math.min(1, naiveAuc(sample) + half), EXACT);
    assertThat(BinaryMetrics.brier(sample.scores, sample.churned))
        .isCloseTo(sample.mean(i -> Math.pow(sample.scores[i] - sample.outcome(i), 2)), EXACT);
    assertThat(BinaryMetrics.logLoss(sample.scores, sample.churned))
        .isCloseTo(
            sample.mean(i -> {
              double p = Math.clamp(sample.scores[i], 1e-15, 1 - 1e-15);
              return -Math.log(sample.churned[i] ? p : 1 - p);
            }),
            EXACT);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void findsTheThresholdOfTheBestF1(long seed) {
    Sample sample = Sample.of(seed);
    double best =
        Arrays.stream(sample.scores).map(threshold -> naiveF1(sample, threshold)).max().orElse(0);

    double threshold = BinaryMetrics.bestF1Threshold(sample.scores, sample.churned);
    ThresholdMetrics decisions =
        BinaryMetrics.atThreshold(sample.scores, sample.churned, threshold);
    assertThat(decisions.f1()).isCloseTo(best, EXACT).isCloseTo(naiveF1(sample, threshold), EXACT);
    assertThat(
            decisions.truePositives()
                + decisions.falsePositives()
                + decisions.trueNegatives()
                + decisions.falseNegatives())
        .isEqualTo(sample.scores.length);
  }

  @Test
  void putsTheBestThresholdBetweenTwoScores() {
    assertThat(
            BinaryMetrics.bestF1Threshold(
                new double[] {0.2, 0.4, 0.8}, new boolean[] {false, false, true}))
        .isCloseTo(0.6, EXACT);
  }

  @Test
  void countsTheScoreAtTheThresholdAsChurn() {
    ThresholdMetrics decisions =
        BinaryMetrics.atThreshold(
            new double[] {0.5, 0.5, 0.4, 0.6}, new boolean[] {true, false, true, true}, 0.5);

    assertThat(decisions).isEqualTo(new ThresholdMetrics(0.5, 2, 1, 0, 1));
    assertThat(decisions.precision()).isCloseTo(2.0 / 3, EXACT);
    assertThat(decisions.recall()).isCloseTo(2.0 / 3, EXACT);
    assertThat(new ThresholdMetrics(0.5, 0, 0, 5, 0).precision()).isZero();
  }

  @Test
  void measuresCalibrationInEquallyFullBins() {
    double[] scores = IntStream.range(0, 100).mapToDouble(i -> (i + 0.5) / 100).toArray();
    boolean[] churned = new boolean[100];
    for (int i = 0; i < 100; i++) {
      churned[i] = i % 10 < i / 10; // bin k holds k churners among its ten rows
    }
    List<CalibrationBin> bins = BinaryMetrics.calibration(scores, churned);

    assertThat(bins).hasSize(10);
    for (int k = 0; k < 10; k++) {
      assertThat(bins.get(k).rows()).isEqualTo(10);
      assertThat(bins.get(k).churnRate()).isCloseTo(k / 10.0, EXACT);
      assertThat(bins.get(k).meanScore()).isCloseTo(k / 10.0 + 0.05, EXACT);
    }
    assertThat(BinaryMetrics.calibrationError(bins)).isCloseTo(0.05, EXACT);
  }

  @Test
  void measuresLiftAndGain() {
    double[] scores = IntStream.range(0, 100).mapToDouble(i -> i / 100.0).toArray();
    boolean[] churned = new boolean[100];
    for (int i = 0; i < 100; i++) {
      churned[i] = i >= 95 || i < 15; // five among the top ten, the other fifteen at the bottom
    }
    List<LiftPoint> lift = BinaryMetrics.lift(scores, churned);

    assertThat(lift.getFirst().percent()).isEqualTo(10);
    assertThat(lift.getFirst().lift()).isCloseTo(2.5, EXACT);
    assertThat(lift.getFirst().gain()).isCloseTo(0.25, EXACT);
    assertThat(lift.get(7).gain()).isCloseTo(0.25, EXACT);
    assertThat(lift.getLast().gain()).isCloseTo(1, EXACT);
    assertThat(lift.getLast().lift()).isCloseTo(1, EXACT);
  }

  @Test
  void spreadsEqualScoresEvenly() {
    double[] scores = new double[100];
    Arrays.fill(scores, 0.3);
    boolean[] churned = new boolean[100];
    Arrays.fill(churned, 0, 30, true);

    assertThat(BinaryMetrics.auc(scores, churned)).isEqualTo(0.5);
    assertThat(BinaryMetrics.lift(scores, churned))
        .allSatisfy(point -> assertThat(point.lift()).isCloseTo(1, EXACT));
    assertThat(BinaryMetrics.calibrationError(BinaryMetrics.calibration(scores, churned)))
        .isCloseTo(0, EXACT);
  }

  @Test
  void doesNotDependOnTheOrderOfRows() {
    Sample sample = Sample.of(7);
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, sample.scores.length).boxed().toList());
    Collections.reverse(order);
    double[] scores = order.stream().mapToDouble(i -> sample.scores[i]).toArray();
    boolean[] churned = new boolean[scores.length];
    for (int i = 0; i < churned.length; i++) {
      churned[i] = sample.churned[order.get(i)];
    }

    assertThat(Evaluation.of(scores, churned, 0.4))
        .isEqualTo(Evaluation.of(sample.scores, sample.churned, 0.4));
  }

  @Test
  void gathersEverythingInAnEvaluation() {
    Sample sample = Sample.of(8);
    Evaluation evaluation = Evaluation.of(sample.scores, sample.churned, 0.4);

    assertThat(evaluation.metrics())
        .containsEntry("auc", BinaryMetrics.auc(sample.scores, sample.churned))
        .containsEntry("threshold", 0.4)
        .containsEntry("f1", evaluation.decisions().f1())
        .containsEntry("liftTopDecile", evaluation.lift().getFirst().lift())
        .allSatisfy((name, value) -> assertThat(value).isFinite());
  }

  /** Nineteen of twenty 95 % intervals should hold the true value; here nearly so. */
  @Test
  void holdsTheTrueAucInAboutNineteenOfTwentyIntervals() {
    int rounds = 1_000;
    int held = 0;
    for (int round = 0; round < rounds; round++) {
      var random = new SplittableRandom(1_000 + round);
      double[] scores = new double[300];
      boolean[] churned = new boolean[300];
      for (int i = 0; i < scores.length; i++) {
        churned[i] = i % 3 == 0;
        double value = random.nextGaussian() + (churned[i] ? 1 : 0);
        scores[i] = 1 / (1 + Math.exp(-value));
      }
      Interval interval = BinaryMetrics.aucInterval(scores, churned);
      double truth = 0.7602499389065233; // the normal distribution function at 1 / sqrt(2)
      if (interval.low() <= truth && truth <= interval.high()) {
        held++;
      }
    }
    assertThat(held).isBetween(930, 970);
  }

  @Test
  void refusesOneClassAndNoRows() {
    assertThatThrownBy(() -> Evaluation.of(new double[0], new boolean[0], 0.5))
        .isInstanceOf(UnevaluableException.class);
    assertThatThrownBy(() -> BinaryMetrics.auc(new double[] {0.1}, new boolean[] {true}))
        .isInstanceOf(UnevaluableException.class)
        .hasMessage("1 churners and 0 stayers: evaluation needs some of both");
  }

  @Test
  void refusesWhatIsNoProbability() {
    for (double score : new double[] {Double.NaN, -0.1, 1.1}) {
      assertThatThrownBy(() -> BinaryMetrics.auc(new double[] {score}, new boolean[] {true}))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> BinaryMetrics.auc(new double[] {0.1}, new boolean[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double naiveAuc(Sample sample) {
    double won = 0;
    long pairs = 0;
    for (int c : sample.churners()) {
      for (int s : sample.stayers()) {
        won += beats(sample.scores[c], sample.scores[s]);
        pairs++;
      }
    }
    return won / pairs;
  }

  private static double naiveDeLongVariance(Sample sample) {
    double auc = naiveAuc(sample);
    double ofChurners = 0;
    for (int c : sample.churners()) {
      double beaten =
          Arrays.stream(sample.stayers())
              .mapToDouble(s -> beats(sample.scores[c], sample.scores[s]))
              .average()
              .orElseThrow();
      ofChurners += Math.pow(beaten - auc, 2);
    }
    double ofStayers = 0;
    for (int s : sample.stayers()) {
      double beatenBy =
          Arrays.stream(sample.churners())
              .mapToDouble(c -> beats(sample.scores[c], sample.scores[s]))
              .average()
              .orElseThrow();
      ofStayers += Math.pow(beatenBy - auc, 2);
    }
    int churners = sample.churners().length;
    int stayers = sample.stayers().length;
    return ofChurners / (churners - 1) / churners + ofStayers / (stayers - 1) / stayers;
  }

  /** Precision at every distinct score, weighted by the recall it adds. */
  private static double naiveAveragePrecision(Sample sample) {
    double sum = 0;
    double recallBefore = 0;
    List<Double> thresholds =
        Arrays.stream(sample.scores).distinct().boxed().sorted(Comparator.reverseOrder()).toList();
    for (double threshold : thresholds) {
      double found = sample.count(i -> sample.churned[i] && sample.scores[i] >= threshold);
      double all = sample.count(i -> sample.scores[i] >= threshold);
      double recall = found / sample.churners().length;
      sum += (recall - recallBefore) * found / all;
      recallBefore = recall;
    }
    return sum;
  }

  private static double naiveF1(Sample sample, double threshold) {
    double found = sample.count(i -> sample.churned[i] && sample.scores[i] >= threshold);
    double all = sample.count(i -> sample.scores[i] >= threshold);
    double precision = all == 0 ? 0 : found / all;
    double recall = found / sample.churners().length;
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  private static double beats(double churner, double stayer) {
    if (churner == stayer) {
      return 0.5;
    }
    return churner > stayer ? 1 : 0;
  }

  /** Random scores; every other sample has many ties. */
  private record Sample(double[] scores, boolean[] churned) {

    static Sample of(long seed) {
      var random = new SplittableRandom(seed);
      int rows = 200 + random.nextInt(200);
      double[] scores = new double[rows];
      boolean[] churned = new boolean[rows];
      for (int i = 0; i < rows; i++) {
        churned[i] = random.nextInt(4) == 0;
        double score = Math.clamp(random.nextDouble() + (churned[i] ? 0.1 : -0.1), 0.0, 1.0);
        scores[i] = seed % 2 == 0 ? Math.round(score * 20) / 20.0 : score;
      }
      return new Sample(scores, churned);
    }

    int[] churners() {
      return IntStream.range(0, scores.length).filter(i -> churned[i]).toArray();
    }

    int[] stayers() {
      return IntStream.range(0, scores.length).filter(i -> !churned[i]).toArray();
    }

    double outcome(int i) {
      return churned[i] ? 1 : 0;
    }

    double mean(IntToDoubleFunction of) {
      return IntStream.range(0, scores.length).mapToDouble(of).average().orElseThrow();
    }

    double count(IntPredicate of) {
      return IntStream.range(0, scores.length).filter(of).count();
    }
  }
}
