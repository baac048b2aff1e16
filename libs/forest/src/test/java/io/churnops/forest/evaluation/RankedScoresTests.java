package io.churnops.forest.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankedScoresTests {

  private static final double THRESHOLD = 0.5;

  @Test
  void countsARowAsOftenAsItIsTold() {
    long seed = Long.getLong("churnops.seed", new SplittableRandom().nextLong());
    System.out.println("-Dchurnops.seed=" + seed);
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      int rows = random.nextInt(4, 60);
      double[] scores = random.doubles(rows).map(value -> Math.round(value * 8) / 8.0).toArray();
      boolean[] churned = new boolean[rows];
      int[] times = new int[rows];
      for (int row = 0; row < rows; row++) {
        churned[row] = row % 2 == 0;
        times[row] = row < 2 ? 1 : random.nextInt(4);
      }

      RankedScores ranked = RankedScores.of(scores, churned);

      assertSame(ranked.figures(times, THRESHOLD), scores, churned, times);
      assertThat(ranked.auc(times)).isEqualTo(ranked.figures(times, THRESHOLD).auc());
    }
  }

  @Test
  void hasNoFiguresOfOneClass() {
    RankedScores ranked = RankedScores.of(new double[] {.2, .7}, new boolean[] {true, false});

    assertThat(ranked.auc(new int[] {3, 0})).isNaN();
  }

  /** The figures of the rows written out, each as often as it counts. */
  private static void assertSame(
      DrawnFigures figures, double[] scores, boolean[] churned, int[] times) {
    int[] rows =
        IntStream.range(0, times.length)
            .flatMap(row -> IntStream.range(0, times[row]).map(_ -> row))
            .toArray();
    double[] all = IntStream.of(rows).mapToDouble(row -> scores[row]).toArray();
    boolean[] labels = new boolean[rows.length];
    IntStream.range(0, rows.length).forEach(at -> labels[at] = churned[rows[at]]);
    ThresholdMetrics threshold = BinaryMetrics.atThreshold(all, labels, THRESHOLD);

    assertThat(figures.auc()).isCloseTo(BinaryMetrics.auc(all, labels), within(1e-12));
    assertThat(figures.averagePrecision())
        .isCloseTo(BinaryMetrics.averagePrecision(all, labels), within(1e-12));
    assertThat(figures.brier()).isCloseTo(BinaryMetrics.brier(all, labels), within(1e-12));
    assertThat(figures.logLoss()).isCloseTo(BinaryMetrics.logLoss(all, labels), within(1e-12));
    assertThat(figures.precision()).isCloseTo(threshold.precision(), within(1e-12));
    assertThat(figures.recall()).isCloseTo(threshold.recall(), within(1e-12));
    assertThat(figures.f1()).isCloseTo(threshold.f1(), within(1e-12));
  }
}
