package io.churnops.ingestion.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsualValuesTests {

  @Test
  void scoresByMedianAndMad() {
    UsualValues usual =
        taught(20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
    // The median is 10.5 and the MAD 5.
    assertThat(usual.score(10.5)).isZero();
    assertThat(usual.score(110.5)).isCloseTo(0.6745 * 100 / 5, within(1e-9));
    assertThat(usual.score(-89.5)).isCloseTo(-0.6745 * 100 / 5, within(1e-9));
  }

  @Test
  void scoresByTheMeanDeviationWhereMostValuesAreEqual() {
    double[] values = new double[20];
    Arrays.fill(values, 5);
    values[3] = 15;
    values[7] = 15;
    // The median is 5, the MAD 0, the mean absolute deviation 1.
    assertThat(taught(20, values).score(15)).isCloseTo(10 / 1.253314, within(1e-9));
  }

  @Test
  void findsNoOutlierAmongEqualValues() {
    double[] values = new double[20];
    assertThat(taught(20, values).score(1e300)).isZero();
  }

  @Test
  void judgesNothingBeforeItHasSeenEnough() {
    UsualValues usual = taught(20, new double[19]);
    assertThat(usual.score(1)).isZero();
  }

  @Test
  void isNotMovedByManyOutliersAndGetsUsedToALastingChange() {
    Random random = new Random(7);
    UsualValues usual = new UsualValues(100);
    for (int i = 0; i < UsualValues.WINDOW; i++) {
      usual.score(i % 3 == 0 ? 1e6 : 100 + random.nextGaussian());
    }
    assertThat(usual.score(1e6)).isGreaterThan(1_000);
    for (int i = 0; i < 2 * UsualValues.WINDOW; i++) {
      usual.score(1e6 + random.nextGaussian());
    }
    assertThat(Math.abs(usual.score(1e6))).isLessThan(3);
  }

  /** Against a naive computation over the last values, at each instant it is renewed. */
  @Test
  void agreesWithANaiveComputation() {
    long seed = Long.getLong("usual.seed", new Random().nextLong());
    Random random = new Random(seed);
    UsualValues usual = new UsualValues(64);
    List<Double> seen = new ArrayList<>();
    for (int i = 0; i < 4 * UsualValues.WINDOW; i++) {
      double value = random.nextInt(50) + random.nextInt(5) / 4.0;
      double score = usual.score(value);
      if (seen.size() >= 64 && seen.size() % 64 == 0) {
        List<Double> last = seen.subList(Math.max(0, i - UsualValues.WINDOW), i);
        double median = median(last);
        double mad = median(last.stream().map(v -> Math.abs(v - median)).toList());
        assertThat(score)
            .as("seed %d, value %d", seed, i)
            .isCloseTo(0.6745 * (value - median) / mad, within(1e-9));
      }
      seen.add(value);
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private static UsualValues taught(int minimum, double... values) {
    UsualValues usual = new UsualValues(minimum);
    for (double value : values) {
      usual.score(value);
    }
    return usual;
  }
}
