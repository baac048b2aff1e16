package io.churnops.forest.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTests {

  private static final int ROWS = 2_000;

  private final double[] scores = new double[ROWS];
  private final double[] worse = new double[ROWS];
  private final boolean[] churned = new boolean[ROWS];
  private final int[] oneRowEach = IntStream.range(0, ROWS).toArray();

  BootstrapTests() {
    var random = new SplittableRandom(11);
    for (int row = 0; row < ROWS; row++) {
      scores[row] = random.nextDouble();
      churned[row] = random.nextDouble() < scores[row];
      worse[row] = 0.5 * scores[row] + 0.5 * random.nextDouble();
    }
  }

  @Test
  void agreesWithDeLongWhereEveryCustomerHasOneRow() {
    Interval drawn = auc(Bootstrap.of(churned, oneRowEach, 1), scores);
    Interval deLong = BinaryMetrics.aucInterval(scores, churned);

    assertThat(drawn.low()).isCloseTo(deLong.low(), within(0.003));
    assertThat(drawn.high()).isCloseTo(deLong.high(), within(0.003));
  }

  @Test
  void everyFigureLiesInItsInterval() {
    Evaluation evaluation =
        Evaluation.of(scores, churned, 0.4, Bootstrap.of(churned, oneRowEach, 2));
    Map<String, Double> metrics = evaluation.metrics();

    assertThat(evaluation.intervals())
        .containsOnlyKeys(
            "auc", "averagePrecision", "brier", "logLoss", "precision", "recall", "f1")
        .allSatisfy((name, interval) ->
            assertThat(metrics.get(name))
                .as(name)
                .isStrictlyBetween(interval.low(), interval.high()));
  }

  @Test
  void rowsOfOneCustomerAreNoIndependentNews() {
    double[] twice = IntStream.range(0, 2 * ROWS).mapToDouble(i -> scores[i / 2]).toArray();
    boolean[] labels = new boolean[2 * ROWS];
    IntStream.range(0, labels.length).forEach(i -> labels[i] = churned[i / 2]);
    int[] pairs = IntStream.range(0, 2 * ROWS).map(i -> i / 2).toArray();

    double once = width(Bootstrap.of(churned, oneRowEach, 3), scores);
    assertThat(width(Bootstrap.of(labels, pairs, 3), twice)).isCloseTo(once, within(0.002));
    assertThat(width(Bootstrap.of(labels, IntStream.range(0, 2 * ROWS).toArray(), 3), twice))
        .isLessThan(0.8 * once);
  }

  @Test
  void pairsTheDifferenceOfTwoScores() {
    Bootstrap bootstrap = Bootstrap.of(churned, oneRowEach, 4);
    double difference = BinaryMetrics.auc(scores, churned) - BinaryMetrics.auc(worse, churned);
    Interval paired = bootstrap.aucDifference(scores, worse);

    assertThat(paired.low()).isPositive().isLessThan(difference);
    assertThat(paired.high()).isGreaterThan(difference);
    assertThat(bootstrap.aucDifference(scores, scores)).isEqualTo(new Interval(0, 0));
    assertThat(paired.high() - paired.low())
        .as("narrower than of unpaired rows")
        .isLessThan(1.2 * width(bootstrap, scores));
  }

  @Test
  void isAFunctionOfRowsAndSeed() {
    assertThat(Bootstrap.of(churned, oneRowEach, 5).intervals(scores, 0.5))
        .isEqualTo(Bootstrap.of(churned, oneRowEach, 5).intervals(scores, 0.5))
        .isNotEqualTo(Bootstrap.of(churned, oneRowEach, 6).intervals(scores, 0.5));
  }

  @Test
  void refusesRowsOfOneClass() {
    assertThatThrownBy(() -> Bootstrap.of(new boolean[9], new int[9], 1))
        .isInstanceOf(UnevaluableException.class);
  }

  @Test
  void curvesEncloseTheAreasThatTheFiguresName() {
    Evaluation evaluation = Evaluation.of(scores, churned, 0.5);
    double area = 0;
    Curves.RocPoint last = evaluation.curves().roc().getFirst();
    for (Curves.RocPoint point : evaluation.curves().roc()) {
      area +=
          (point.falsePositiveRate() - last.falsePositiveRate())
              * (point.truePositiveRate() + last.truePositiveRate())
              / 2;
      last = point;
    }
    assertThat(area).isCloseTo(evaluation.auc(), within(0.002));
    assertThat(last).extracting("falsePositiveRate", "truePositiveRate").containsExactly(1.0, 1.0);
    assertThat(evaluation.curves().roc()).hasSizeLessThan(Curves.MOST_POINTS + 3);
    assertThat(evaluation.curves().precisionRecall().getLast().precision())
        .isCloseTo((double) evaluation.positives() / ROWS, within(1e-12));
  }

  private static double width(Bootstrap bootstrap, double[] values) {
    Interval interval = auc(bootstrap, values);
    return interval.high() - interval.low();
  }

  private static Interval auc(Bootstrap bootstrap, double[] values) {
    return Objects.requireNonNull(bootstrap.intervals(values, 0.5).get("auc"));
  }
}
