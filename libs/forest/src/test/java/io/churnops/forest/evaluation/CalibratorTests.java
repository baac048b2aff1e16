package io.churnops.forest.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalibratorTests {

  private static final DoubleUnaryOperator TIMID =
      probability -> 1 / (1 + Math.exp(-0.4 * Math.log(probability / (1 - probability)) - 0.5));

  @ParameterizedTest
  @EnumSource(
      value = Calibrator.Method.class,
      names = {"PLATT", "ISOTONIC"})
  void bringsScoresBackToProbabilities(Calibrator.Method method) {
    Sample learnt = new Sample(6_000, 1, TIMID);
    Sample judged = new Sample(6_000, 2, TIMID);
    Calibrator calibrator = CalibratorFitter.fit(method, learnt.scores, learnt.churned);

    double[] probabilities = calibrator.probabilities(judged.scores);
    assertThat(error(judged.scores, judged.churned)).isGreaterThan(0.1);
    assertThat(error(probabilities, judged.churned)).isLessThan(0.025);
    assertThat(BinaryMetrics.auc(probabilities, judged.churned))
        .isCloseTo(BinaryMetrics.auc(judged.scores, judged.churned), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(Calibrator.Method.class)
  void keepsTheOrderAndMakesNoTies(Calibrator.Method method) {
    Sample sample = new Sample(500, 3, TIMID);
    Calibrator calibrator = CalibratorFitter.fit(method, sample.scores, sample.churned);

    assertThat(calibrator.probability(0)).isEqualTo(0);
    assertThat(calibrator.probability(1)).isEqualTo(1);
    for (int i = 1; i <= 10_000; i++) {
      assertThat(calibrator.probability(i / 10_000.0))
          .isGreaterThan(calibrator.probability((i - 1) / 10_000.0));
    }
  }

  @Test
  void picksTheMethodThatFitsAndNoneWhereScoresAreRight() {
    Sample timid = new Sample(4_000, 4, TIMID);
    assertThat(CalibratorFitter.fit(timid.scores, timid.churned).method())
        .isEqualTo(Calibrator.Method.PLATT);

    Sample bent =
        new Sample(8_000, 5, probability -> probability < 0.5 ? probability / 4 : probability);
    assertThat(CalibratorFitter.fit(bent.scores, bent.churned).method())
        .isEqualTo(Calibrator.Method.ISOTONIC);

    Sample few = new Sample(60, 6, TIMID);
    assertThat(CalibratorFitter.fit(few.scores, few.churned)).isEqualTo(Calibrator.none());
  }

  @Test
  void survivesScoresThatSayNothingOrTheContrary() {
    boolean[] churned = new boolean[400];
    double[] flat = new double[400];
    double[] contrary = new double[400];
    Arrays.fill(flat, 0.3);
    for (int i = 0; i < 400; i++) {
      churned[i] = i % 3 == 0;
      contrary[i] = churned[i] ? 0.2 : 0.7;
    }
    for (Calibrator.Method method : Calibrator.Method.values()) {
      assertThat(CalibratorFitter.fit(method, flat, churned).probability(0.3)).isBetween(0.25, 0.4);
      assertThat(CalibratorFitter.fit(method, contrary, churned).probability(0.5))
          .isBetween(0.2, 0.6);
    }
  }

  @Test
  void refusesKnotsThatDoNotAscend() {
    assertThatThrownBy(() ->
            new Calibrator(
                Calibrator.Method.ISOTONIC, List.of(0.0, 0.5, 1.0), List.of(0.0, 1.0, 1.0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            new Calibrator(
                Calibrator.Method.PLATT, List.of(0.0, Double.NaN, 1.0), List.of(0.0, 0.4, 1.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double error(double[] scores, boolean[] churned) {
    return BinaryMetrics.calibrationError(BinaryMetrics.calibration(scores, churned));
  }

  private static final class Sample {

    final double[] scores;
    final boolean[] churned;

    Sample(int rows, long seed, DoubleUnaryOperator distortion) {
      var random = new SplittableRandom(seed);
      scores = new double[rows];
      churned = new boolean[rows];
      for (int row = 0; row < rows; row++) {
        double probability = 0.01 + 0.98 * random.nextDouble();
        churned[row] = random.nextDouble() < probability;
        scores[row] = distortion.applyAsDouble(probability);
      }
    }
  }
}
