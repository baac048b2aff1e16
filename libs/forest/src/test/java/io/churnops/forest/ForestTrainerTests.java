package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.evaluation.BinaryMetrics;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForestTrainerTests {

  private static final ForestParameters SMALL =
      ForestParameters.defaults().withTrees(24).withMinLeafSize(10);

  private final ForestTrainer trainer = new ForestTrainer(2);

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void growsTheSameBytesOnAnyNumberOfThreads(int threads) {
    TrainingTable table = Tables.shop(3_000, 1).table();

    assertThat(new ForestTrainer(threads).train(table, SMALL).encode())
        .isEqualTo(new ForestTrainer(1).train(table, SMALL).encode());
  }

  @Test
  void growsAnotherForestFromAnotherSeed() {
    TrainingTable table = Tables.shop(3_000, 1).table();

    assertThat(trainer.train(table, SMALL.withSeed(43))).isNotEqualTo(trainer.train(table, SMALL));
  }

  @Test
  void growsTheFirstTreesOfALargerForest() {
    TrainingTable table = Tables.shop(2_000, 1).table();
    CompiledForest large = trainer.train(table, SMALL.withTrees(12));

    assertThat(large.first(5)).isEqualTo(trainer.train(table, SMALL.withTrees(5)));
    assertThat(large.first(12)).isEqualTo(large);
    assertThatThrownBy(() -> large.first(13)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 40, 500})
  void keepsEveryLeafAtOrAboveTheMinimum(int minLeafSize) {
    TrainingTable table = Tables.shop(2_000, 2).table();
    CompiledForest forest =
        trainer.train(table, SMALL.withMinLeafSize(minLeafSize).withMaxDepth(12));

    for (int tree = 0; tree < forest.trees(); tree++) {
      assertThat(forest.cover(forest.root(tree))).isEqualTo(table.rows());
    }
    int splits = 0;
    for (int node = 0; node < forest.nodes(); node++) {
      assertThat(forest.cover(node)).isGreaterThanOrEqualTo(minLeafSize);
      if (!forest.isLeaf(node)) {
        int left = forest.left(node);
        assertThat(forest.cover(left) + forest.cover(left + 1)).isEqualTo(forest.cover(node));
        assertThat(
                forest.cover(left) * forest.share(left)
                    + forest.cover(left + 1) * forest.share(left + 1))
            .isCloseTo(forest.cover(node) * forest.share(node), within(1e-9));
        splits++;
      }
    }
    assertThat(splits).isPositive();
  }

  @Test
  void keepsToTheGreatestDepth() {
    CompiledForest forest =
        trainer.train(Tables.shop(3_000, 3).table(), SMALL.withMaxDepth(3).withMinLeafSize(1));

    for (int tree = 0; tree < forest.trees(); tree++) {
      assertThat(forest.depth(tree)).isEqualTo(3);
    }
  }

  /**
   * The true probabilities rank best; a forest of 20,000 rows loses little to them, and its scores
   * are probabilities: the mean score is the churn rate.
   */
  @Test
  void learnsAKnownProcessAlmostAsWellAsItCanBeKnown() {
    Tables.Known training = Tables.shop(20_000, 4);
    Tables.Known holdOut = Tables.shop(10_000, 5);
    CompiledForest forest =
        trainer.train(training.table(), ForestParameters.defaults().withTrees(100));
    double[] scores = new double[holdOut.table().rows()];
    forest.score(holdOut.rows(), scores);

    double best = BinaryMetrics.auc(holdOut.probabilities(), holdOut.labels());
    double auc = BinaryMetrics.auc(scores, holdOut.labels());
    assertThat(auc).isBetween(best - 0.012, best + 0.005);
    assertThat(Arrays.stream(scores).average().orElseThrow())
        .isCloseTo((double) holdOut.table().positives() / scores.length, within(0.015));
  }

  @Test
  void learnsThatAValueIsMissing() {
    var random = new SplittableRandom(6);
    TrainingTable.Builder builder = TrainingTable.builder(List.of("ratio"));
    for (int row = 0; row < 2_000; row++) {
      boolean missing = random.nextInt(5) == 0;
      float value = missing ? ForestInputs.MISSING : (float) random.nextGaussian() * 1e6f;
      builder.add(new float[] {value}, missing);
    }
    CompiledForest forest = trainer.train(builder.build(), SMALL);

    assertThat(forest.score(new float[] {ForestInputs.MISSING})).isEqualTo(1);
    assertThat(forest.score(new float[] {-ForestInputs.LARGEST})).isZero();
    assertThat(forest.score(new float[] {5e6f})).isZero();
  }

  @Test
  void sendsAMissingValueWithTheLowestWhereTrainingHadNone() {
    TrainingTable.Builder builder = TrainingTable.builder(List.of("orders"));
    for (int row = 0; row < 1_000; row++) {
      builder.add(new float[] {row % 10}, row % 10 < 3);
    }
    CompiledForest forest = trainer.train(builder.build(), SMALL);

    assertThat(forest.score(new float[] {ForestInputs.MISSING}))
        .isEqualTo(forest.score(new float[] {0}))
        .isEqualTo(1);
  }

  @Test
  void losesNothingToConstantColumns() {
    TrainingTable.Builder alone = TrainingTable.builder(List.of("recency"));
    TrainingTable.Builder padded = TrainingTable.builder(List.of("a", "b", "c", "recency", "d"));
    TrainingTable shop = Tables.shop(3_000, 7).table();
    for (int row = 0; row < shop.rows(); row++) {
      float recency = shop.value(row, 0);
      alone.add(new float[] {recency}, shop.label(row));
      padded.add(new float[] {1, 0, ForestInputs.MISSING, recency, -3}, shop.label(row));
    }
    CompiledForest plain = trainer.train(alone.build(), SMALL);
    CompiledForest withConstants = trainer.train(padded.build(), SMALL);

    for (float recency : new float[] {0, 1, 10, 30, 100}) {
      assertThat(withConstants.score(new float[] {1, 0, ForestInputs.MISSING, recency, -3}))
          .isEqualTo(plain.score(new float[] {recency}));
    }
  }

  @Test
  void scoresTheChurnRateWhereNothingCanBeLearned() {
    TrainingTable.Builder builder = TrainingTable.builder(List.of("constant"));
    for (int row = 0; row < 1_000; row++) {
      builder.add(new float[] {1}, row % 4 == 0);
    }
    CompiledForest forest = trainer.train(builder.build(), SMALL.withTrees(200));

    assertThat(forest.nodes()).isEqualTo(200);
    assertThat(forest.score(new float[] {1})).isCloseTo(0.25, within(0.005));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 19})
  void refusesTooFewRows(int rows) {
    TrainingTable.Builder builder = TrainingTable.builder(List.of("orders"));
    for (int row = 0; row < rows; row++) {
      builder.add(new float[] {row}, row % 2 == 0);
    }

    assertThatThrownBy(() -> trainer.train(builder.build(), SMALL.withMinLeafSize(1)))
        .isInstanceOf(UntrainableException.class)
        .hasMessageContaining("at least 20 training rows, there are " + rows);
  }

  @Test
  void refusesRowsThatFillOnlyOneLeaf() {
    assertThatThrownBy(() -> trainer.train(Tables.shop(99, 8).table(), SMALL.withMinLeafSize(50)))
        .isInstanceOf(UntrainableException.class)
        .hasMessageContaining("at least 100 training rows");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesOneClass(boolean churned) {
    TrainingTable.Builder builder = TrainingTable.builder(List.of("orders"));
    for (int row = 0; row < 1_000; row++) {
      builder.add(new float[] {row}, churned);
    }

    assertThatThrownBy(() -> trainer.train(builder.build(), SMALL))
        .isInstanceOf(UntrainableException.class)
        .hasMessageContaining(
            churned ? "who churned; a forest needs both" : "who stayed; a forest");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesValuesThatAreNotFinite(float value) {
    TrainingTable.Builder builder = TrainingTable.builder(List.of("orders", "recency"));

    assertThatThrownBy(() -> builder.add(new float[] {1, value}, true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("recency of row 0");
    assertThat(builder.build().rows()).isZero();
  }

  @Test
  void stopsWhenInterrupted() {
    TrainingTable table = Tables.shop(3_000, 1).table();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> trainer.train(table, SMALL)).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void refusesParametersOutOfRange() {
    ForestParameters defaults = ForestParameters.defaults();

    assertThatThrownBy(() -> defaults.withTrees(0)).hasMessageContaining("trees must be 1 to");
    assertThatThrownBy(() -> defaults.withTrees(2_001)).hasMessageContaining("not 2001");
    assertThatThrownBy(() -> defaults.withMaxDepth(17)).hasMessageContaining("maxDepth");
    assertThatThrownBy(() -> defaults.withMinLeafSize(0)).hasMessageContaining("minLeafSize");
    assertThatThrownBy(() -> defaults.withFeatureFraction(0)).hasMessageContaining("Fraction");
    assertThatThrownBy(() -> defaults.withFeatureFraction(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
