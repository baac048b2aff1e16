package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.evaluation.BinaryMetrics;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutOfBagTests {

  private static final ForestParameters PARAMETERS = new ForestParameters(60, 10, 5, 0.5, 9);

  private final Tables.Known shop = Tables.shop(6_000, 1);
  private final TrainingTable table = shop.table();
  private final CompiledForest forest = new ForestTrainer(2).train(table, PARAMETERS);

  /** The rows' own scores flatter by far; without the trees that know them they do not. */
  @Test
  void estimatesWhatAHoldOutSays() {
    OutOfBag outOfBag = OutOfBag.of(forest, table, PARAMETERS, 2);
    Tables.Known holdOut = Tables.shop(6_000, 2);

    double estimate = BinaryMetrics.auc(outOfBag.scores(), outOfBag.labels());
    double fresh = auc(holdOut);
    assertThat(outOfBag.rows()).hasSize(6_000);
    assertThat(estimate).isCloseTo(fresh, within(0.015));
    assertThat(auc(shop)).isGreaterThan(estimate + 0.03);
  }

  @Test
  void isTheSameOnAnyNumberOfThreads() {
    double[] alone = OutOfBag.of(forest, table, PARAMETERS, 1).scores();

    assertThat(OutOfBag.of(forest, table, PARAMETERS, 3).scores()).isEqualTo(alone);
  }

  /** One tree: those it drew, about 63 %, have no score, the others the share of their leaf. */
  @Test
  void scoresOnlyRowsThatATreeHasNotSeen() {
    ForestParameters one = PARAMETERS.withTrees(1);
    CompiledForest tree = new ForestTrainer(1).train(table, one);
    OutOfBag outOfBag = OutOfBag.of(tree, table, one, 2);
    byte[] drawn = new byte[table.rows()];
    RowSampler.of(table.targets()).draw(new SplittableRandom(TreeSeeds.of(one)[0]), drawn);

    int[] rows = outOfBag.rows();
    assertThat(rows.length).isBetween(2_050, 2_370);
    for (int i = 0; i < rows.length; i++) {
      assertThat(drawn[rows[i]]).isZero();
      assertThat(outOfBag.scores()[i]).isCloseTo(tree.score(table.row(rows[i])), within(1e-12));
      if (i == 50) {
        break;
      }
    }
  }

  @Test
  void refusesAForestOfAnotherTable() {
    assertThatThrownBy(() -> OutOfBag.of(forest, table, PARAMETERS.withTrees(3), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private double auc(Tables.Known rows) {
    double[] scores = new double[rows.table().rows()];
    forest.score(rows.rows(), scores);
    return BinaryMetrics.auc(scores, rows.labels());
  }
}
