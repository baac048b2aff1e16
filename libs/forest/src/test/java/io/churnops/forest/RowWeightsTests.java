package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowWeightsTests {

  private static final int ROWS = 2_000;
  private static final ForestParameters SMALL = new ForestParameters(60, 6, 5, 1, 3);

  private final ForestTrainer trainer = new ForestTrainer(2);

  @Test
  void halvesWithEveryHalfLife() {
    assertThat(RowWeights.byAge(new double[] {30, 60, 90, 37.5}, 30))
        .containsExactly(new double[] {1, 0.5, 0.25, Math.pow(0.5, 0.25)}, within(1e-12));
    assertThat(RowWeights.byAge(new double[] {0, 1e9}, 1)[1])
        .isEqualTo(1 / RowWeights.GREATEST_RATIO);
  }

  /** Recent customers churn by another rule than old ones; with a half-life theirs is learnt. */
  @Test
  void letsRecentCustomersCountMore() {
    TrainingTable table = twoEras();
    double[] ages = new double[ROWS];
    Arrays.setAll(ages, row -> row < ROWS / 2 ? 300 : 0);

    CompiledForest equal = trainer.train(table, SMALL);
    CompiledForest recent = trainer.train(table.weighted(RowWeights.byAge(ages, 30)), SMALL);

    assertThat(equal.score(new float[] {9})).isCloseTo(0.5, within(0.08));
    assertThat(recent.score(new float[] {9})).isGreaterThan(0.95);
    assertThat(recent.score(new float[] {1})).isLessThan(0.05);
  }

  /** With ten to one rows, a class weight of ten makes the classes even: odds times ten. */
  @Test
  void shiftsTheScoresByTheClassWeight() {
    TrainingTable.Builder builder = TrainingTable.builder(List.of("constant"), 1_100);
    for (int row = 0; row < 1_100; row++) {
      builder.add(new float[] {1}, row % 11 == 0);
    }
    TrainingTable table = builder.build();
    double[] even = new double[1_100];
    Arrays.fill(even, 1);
    TrainingTable weighted = table.weighted(RowWeights.times(even, table, 10));

    assertThat(trainer.train(table, SMALL).score(new float[] {1}))
        .isCloseTo(1 / 11.0, within(0.01));
    assertThat(trainer.train(weighted, SMALL).score(new float[] {1})).isCloseTo(0.5, within(0.02));
  }

  @Test
  void keepsOldAndLightRowsWithinTheAllowedRatio() {
    TrainingTable table = twoEras();
    double[] ages = new double[ROWS];
    Arrays.setAll(ages, row -> row);
    double[] weights = RowWeights.times(RowWeights.byAge(ages, 1), table, 100);

    assertThat(table.weighted(weights).isWeighted()).isTrue();
    assertThat(
            Arrays.stream(weights).max().orElseThrow() / Arrays.stream(weights).min().orElseThrow())
        .isCloseTo(RowWeights.GREATEST_RATIO, within(1e-3));
  }

  /** Kish's effective size, and each row as often as its weight says. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void drawsRowsInProportionToTheirWeights(long seed) {
    var random = new SplittableRandom(seed);
    double[] weights = random.doubles(ROWS, 0.01, 3).toArray();
    RowSampler sampler = RowSampler.of(twoEras().weighted(weights).targets());
    double sum = Arrays.stream(weights).sum();
    double squares = Arrays.stream(weights).map(weight -> weight * weight).sum();
    assertThat(sampler.draws()).isEqualTo((int) Math.round(sum * sum / squares));

    double[] counts = new double[ROWS];
    byte[] drawn = new byte[ROWS];
    for (int tree = 0; tree < 1_000; tree++) {
      sampler.draw(random, drawn);
      Arrays.setAll(counts, row -> counts[row] + drawn[row]);
    }
    double chiSquared = 0;
    for (int row = 0; row < ROWS; row++) {
      double expected = 1_000.0 * sampler.draws() * weights[row] / sum;
      chiSquared += (counts[row] - expected) * (counts[row] - expected) / expected;
    }
    // 1,999 degrees of freedom: mean 1,999, standard deviation 63.
    assertThat(chiSquared).as("seed %d", seed).isBetween(1_680.0, 2_320.0);
  }

  @Test
  void growsTheSameBytesOnAnyNumberOfThreads() {
    double[] weights = new SplittableRandom(4).doubles(ROWS, 0.1, 1).toArray();
    TrainingTable table = twoEras().weighted(weights);

    assertThat(new ForestTrainer(3).train(table, SMALL).encode())
        .isEqualTo(new ForestTrainer(1).train(table, SMALL).encode());
  }

  @Test
  void refusesRowsWorthTooFew() {
    double[] weights = new double[ROWS];
    Arrays.fill(weights, 1e-5);
    weights[0] = 1;

    assertThatThrownBy(() -> trainer.train(twoEras().weighted(weights), SMALL))
        .isInstanceOf(UntrainableException.class)
        .hasMessageContaining("by their weights worth 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-7})
  void refusesWeightsThatMeanNothing(double weight) {
    double[] weights = new double[ROWS];
    Arrays.fill(weights, 1);
    weights[7] = weight;
    TrainingTable table = twoEras();

    assertThatThrownBy(() -> table.weighted(weights)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> table.weighted(new double[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RowWeights.byAge(new double[1], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** In the older half those of few orders churn, in the newer those of many. */
  private static TrainingTable twoEras() {
    TrainingTable.Builder builder = TrainingTable.builder(List.of("orders"), ROWS);
    for (int row = 0; row < ROWS; row++) {
      boolean old = row < ROWS / 2;
      int orders = row % 10;
      builder.add(new float[] {orders}, old == (orders < 5));
    }
    return builder.build();
  }
}
