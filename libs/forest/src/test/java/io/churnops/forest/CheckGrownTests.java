package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckGrownTests {

  private static final ForestParameters PARAMETERS =
      ForestParameters.defaults().withTrees(9).withMaxDepth(5).withMinLeafSize(5);

  private final BinnedTable table = BinnedTable.of(Tables.shop(1_500, 7).table(), 2);
  private final ForestTrainer trainer = new ForestTrainer(2);
  private final ForestPart grown = trainer.trainPart(table, PARAMETERS, 0, 9);
  private final CheckGrown check = new CheckGrown(2, new SplittableRandom(11));

  @Test
  void growsTreesDrawnByLotAgain() {
    assertThat(check.check(grown, table, 4))
        .hasSize(4)
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(tree -> tree >= 0 && tree < 9);
    assertThat(check.check(grown, table, 0)).isEmpty();
    assertThat(check.check(grown, table, 100)).hasSize(9);
  }

  @Test
  void drawsEveryTreeSometimes() {
    assertThat(IntStream.range(0, 60).boxed().flatMap(_ -> check.check(grown, table, 1).stream()))
        .contains(0, 4, 8);
  }

  @Test
  void refusesOneForgedTreeWhenAllAreGrownAgain() {
    ForestPart other = trainer.trainPart(table, PARAMETERS.withSeed(3), 4, 5);
    ForestPart forged = with(other.trees());

    assertThatThrownBy(() -> check.check(forged, table, 9))
        .isInstanceOf(NotGrownSoException.class)
        .hasMessage("tree 4 is another when it is grown again");
  }

  @Test
  void refusesTreesThatCouldNotBeOfTheTable() {
    FlatTree leaf = new FlatTree();
    leaf.leaf(0, 0.5, 1_499);
    refuses(with(leaf), "is not of 1500 rows");

    FlatTree small = new FlatTree();
    int left = small.split(0, 0, 1, 0.5, 1_500);
    small.leaf(left, 0, 4);
    small.leaf(left + 1, 0.5, 1_496);
    refuses(with(small), "has a leaf of 4 rows");

    FlatTree torn = new FlatTree();
    left = torn.split(0, 0, 1, 0.5, 1_500);
    torn.leaf(left, 0, 700);
    torn.leaf(left + 1, 0.5, 700);
    refuses(with(torn), "whose sides do not make it up");

    CompiledForest deep = trainer.trainPart(table, PARAMETERS.withMaxDepth(6), 4, 5).trees();
    refuses(with(deep), "is 6 splits deep");
  }

  @Test
  void refusesAForestThatIsNotOfTheTableOrNotWhole() {
    BinnedTable other = BinnedTable.of(Tables.shop(1_500, 8).table(), 2);

    assertThatThrownBy(() -> check.check(grown, other, 0))
        .isInstanceOf(NotGrownSoException.class)
        .hasMessage("it is of another table");
    refuses(trainer.trainPart(table, PARAMETERS, 0, 8), "has not all its trees");
  }

  private void refuses(ForestPart forest, String reason) {
    assertThatThrownBy(() -> check.check(forest, table, 0))
        .isInstanceOf(NotGrownSoException.class)
        .hasMessageContaining(reason);
  }

  private ForestPart with(FlatTree fifth) {
    return with(CompiledForest.of(grown.trees().inputs(), List.of(fifth)));
  }

  /** The forest with another tree 4. */
  private ForestPart with(CompiledForest fifth) {
    CompiledForest trees =
        CompiledForest.joined(List.of(grown.trees().range(0, 4), fifth, grown.trees().range(5, 9)));
    return new ForestPart(grown.table(), PARAMETERS, 0, List.of(), trees);
  }
}
