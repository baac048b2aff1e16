package io.churnops.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DriftLevelTests {

  private static final int TRIALS = 1_000;
  private static final int BASELINE_ROWS = 5_000;

  /** DRIFT is a test at the level .01: over 1,000 trials that is .01 and three deviations more. */
  private static final double RARE = 0.01 + 3 * Math.sqrt(0.01 * 0.99 / TRIALS);

  /** WARN or DRIFT is a test at the level .05. */
  private static final double SELDOM = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / TRIALS);

  private static final double[] DECILES = filled(10, 0.1);
  private static final double[] DECILES_AND_ONE_IN_100_MISSING = {
    .099, .099, .099, .099, .099, .099, .099, .099, .099, .099, .01
  };

  /** What makes the index itself cry wolf: with 100 predictions it exceeds .25 in 3 of 4 cases. */
  private static final double[] MANY_RARE_CATEGORIES =
      IntStream.rangeClosed(1, 64).mapToDouble(rank -> 1.0 / rank).toArray();

  static Stream<Arguments> samples() {
    return Stream.of(DECILES, DECILES_AND_ONE_IN_100_MISSING, MANY_RARE_CATEGORIES)
        .flatMap(shares ->
            IntStream.of(100, 200, 500, 2_000).mapToObj(rows -> Arguments.of(shares, rows)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isRarelyDriftForSamplesOfTheBaselinesOwnDistribution(double[] shares, int rows) {
    var random = new SplittableRandom(rows);
    Map<DriftLevel, Integer> levels = new EnumMap<>(DriftLevel.class);
    for (int trial = 0; trial < TRIALS; trial++) {
      long[] baseline = sample(shares, BASELINE_ROWS, random);
      levels.merge(level(baseline, sample(shares, rows, random)), 1, Integer::sum);
    }
    double drift = levels.getOrDefault(DriftLevel.DRIFT, 0) / (double) TRIALS;
    double warn = levels.getOrDefault(DriftLevel.WARN, 0) / (double) TRIALS;

    assertThat(drift).as("seed %d: %s", rows, levels).isLessThanOrEqualTo(RARE);
    assertThat(drift + warn).as("seed %d: %s", rows, levels).isLessThanOrEqualTo(SELDOM);
  }

  /** Six in ten values lie in the upper three deciles, not three in ten: an index of .376. */
  @Test
  void isDriftForAlmostEverySampleThatHasMovedFar() {
    double[] moved = {.4 / 7, .4 / 7, .4 / 7, .4 / 7, .4 / 7, .4 / 7, .4 / 7, .2, .2, .2};
    var random = new SplittableRandom(1);
    int seen = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      long[] baseline = sample(DECILES, BASELINE_ROWS, random);
      if (level(baseline, sample(moved, 500, random)) == DriftLevel.DRIFT) {
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(TRIALS * 95 / 100);
  }

  @Test
  void growsWithTheIndex() {
    long[] baseline = {500, 500};

    assertThat(level(baseline, new long[] {500, 500})).isEqualTo(DriftLevel.STABLE);
    assertThat(level(baseline, new long[] {350, 650})).isEqualTo(DriftLevel.STABLE); // .09
    assertThat(level(baseline, new long[] {300, 700})).isEqualTo(DriftLevel.WARN); // .17
    assertThat(level(baseline, new long[] {200, 800})).isEqualTo(DriftLevel.DRIFT); // .42
  }

  /** Half of the moments of the training are in one bin, half in the other. */
  @Test
  void isExpectedWhereMomentsOfTheTrainingWereAsFar() {
    long[] baseline = {500, 500};
    double usual = Psi.of(baseline, new long[] {200, 800}).value();

    assertThat(level(baseline, new long[] {200, 800}, usual)).isEqualTo(DriftLevel.EXPECTED);
    assertThat(level(baseline, new long[] {300, 700}, usual)).isEqualTo(DriftLevel.EXPECTED);
    assertThat(level(baseline, new long[] {500, 500}, usual)).isEqualTo(DriftLevel.STABLE);
    assertThat(level(baseline, new long[] {199, 801}, usual)).isEqualTo(DriftLevel.DRIFT);
    assertThat(level(baseline, new long[] {20, 79}, usual)).isEqualTo(DriftLevel.INSUFFICIENT);
  }

  private static DriftLevel level(long[] baseline, long[] window, double usual) {
    return DriftLevel.of(Psi.of(baseline, window), Homogeneity.of(baseline, window), usual);
  }

  @Test
  void needsOneHundredPredictionsAndABaseline() {
    assertThat(level(new long[] {500, 500}, new long[] {99, 0})).isEqualTo(DriftLevel.INSUFFICIENT);
    assertThat(level(new long[] {500, 500}, new long[] {100, 0})).isEqualTo(DriftLevel.DRIFT);
    assertThat(level(new long[] {0, 0}, new long[] {500, 0})).isEqualTo(DriftLevel.INSUFFICIENT);
  }

  @Test
  void isNotFooledByASmallBaseline() {
    assertThat(level(new long[] {8, 12}, new long[] {70, 30})).isNotEqualTo(DriftLevel.DRIFT);
  }

  private static DriftLevel level(long[] baseline, long[] window) {
    return DriftLevel.of(Psi.of(baseline, window), Homogeneity.of(baseline, window));
  }

  private static long[] sample(double[] shares, int rows, SplittableRandom random) {
    double[] upTo = shares.clone();
    Arrays.parallelPrefix(upTo, Double::sum);
    long[] counts = new long[shares.length];
    for (int i = 0; i < rows; i++) {
      int bin = Arrays.binarySearch(upTo, random.nextDouble(upTo[upTo.length - 1]));
      counts[bin < 0 ? -bin - 1 : bin]++;
    }
    return counts;
  }

  private static double[] filled(int length, double value) {
    double[] filled = new double[length];
    Arrays.fill(filled, value);
    return filled;
  }
}
