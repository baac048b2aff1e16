package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoostedTreesTests {

  private static final long SEED = 11;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void addsUpTheLeavesThatARowFallsInto() {
    for (int round = 0; round < 50; round++) {
      int inputs = 1 + random.nextInt(6);
      List<BoostedTree> trees =
          IntStream.range(0, 1 + random.nextInt(12))
              .mapToObj(_ -> oneTree(inputs, random.nextInt(7)))
              .toList();
      BoostedTrees model = BoostedTrees.of(inputs, trees);
      for (int i = 0; i < 20; i++) {
        float[] row = Boosted.row(inputs, random);
        double logOdds = trees.stream().mapToDouble(tree -> walk(tree, row)).sum();

        assertThat(model.score(row))
            .as("seed %d, round %d", SEED, round)
            .isEqualTo(1 / (1 + Math.exp(-logOdds)), within(1e-14));
        float[] parts = model.parts(row);
        assertThat(IntStream.range(0, parts.length).mapToObj(tree -> parts[tree]))
            .containsExactlyElementsOf(trees.stream().map(tree -> walk(tree, row)).toList());
      }
    }
  }

  @Test
  void scoresABatchAsItsRowsToTheBit() {
    BoostedTrees model = Boosted.random(5, 30, 6, random);
    float[][] rows = new float[2_100][];
    Arrays.setAll(rows, _ -> Boosted.row(5, random));

    assertThat(model.scores(rows))
        .containsExactly(Arrays.stream(rows).mapToDouble(model::score).toArray());
  }

  @Test
  void sendsANegativeZeroWhereZeroGoes() {
    BoostedTrees model = Boosted.random(3, 20, 5, random);
    for (float other : new float[] {-0.5f, 0, 2, ForestInputs.MISSING}) {
      float[] zero = {0, other, 0};
      float[] negative = {-0f, other, -0f};

      assertThat(model.parts(negative)).as("beside %s", other).containsExactly(model.parts(zero));
      assertThat(model.score(negative)).isEqualTo(model.score(zero));
      assertThat(model.scores(new float[][] {negative})).containsExactly(model.score(zero));
    }
  }

  @Test
  void readsWhatItWroteAndNothingElse() {
    BoostedTrees model = Boosted.random(4, 9, 5, random);
    byte[] bytes = model.encode();

    assertThat(BoostedTrees.decode(bytes)).isEqualTo(model);
    assertThat(BoostedTrees.decode(bytes).encode()).containsExactly(bytes);
    for (int place = 0; place < bytes.length; place++) {
      byte[] damaged = bytes.clone();
      damaged[place] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> BoostedTrees.decode(damaged))
          .isInstanceOf(CorruptForestException.class);
    }
    for (int length : new int[] {0, 7, bytes.length / 2, bytes.length - 1, bytes.length + 1}) {
      assertThatThrownBy(() -> BoostedTrees.decode(Arrays.copyOf(bytes, length)))
          .isInstanceOf(CorruptForestException.class);
    }
  }

  @Test
  void isCutToItsFirstTrees() {
    List<BoostedTree> trees = IntStream.range(0, 5).mapToObj(_ -> oneTree(3, 4)).toList();

    assertThat(BoostedTrees.of(3, trees).first(2))
        .isEqualTo(BoostedTrees.of(3, trees.subList(0, 2)));
  }

  @Test
  void refusesWhatFormsNoTree() {
    var leaf = new BoostedTree.Leaf(1, 1);

    refuses("no nodes");
    refuses("belongs to no split", leaf, leaf);
    refuses("no value", new BoostedTree.Leaf(Float.NaN, 1));
    refuses("no cover", new BoostedTree.Leaf(1, 0));
    refuses("no children", new BoostedTree.Split(0, 1, 1, true, 1), leaf);
    refuses("no children", new BoostedTree.Split(0, 1, 0, true, 1), leaf, leaf);
    refuses(
        "no threshold", new BoostedTree.Split(0, Float.POSITIVE_INFINITY, 1, true, 1), leaf, leaf);
    var ofSecond = new BoostedTree(List.of(new BoostedTree.Split(1, 1, 1, true, 1), leaf, leaf));
    assertThatThrownBy(() -> BoostedTrees.of(1, List.of(ofSecond)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesARowThatDoesNotFit() {
    BoostedTrees model = Boosted.example(2);

    assertThatThrownBy(() -> model.score(new float[] {1}))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> model.score(new float[] {1, Float.NaN}))
        .isInstanceOf(InvalidInputException.class);
  }

  private BoostedTree oneTree(int inputs, int depth) {
    return Boosted.tree(inputs, depth, random);
  }

  private static void refuses(String why, BoostedTree.Node... nodes) {
    assertThatThrownBy(() -> new BoostedTree(List.of(nodes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static float walk(BoostedTree tree, float[] row) {
    BoostedTree.Node at = tree.nodes().getFirst();
    while (at instanceof BoostedTree.Split split) {
      float value = row[split.feature()];
      boolean left =
          value == ForestInputs.MISSING ? split.missingLeft() : value < split.threshold();
      at = tree.nodes().get(left ? split.left() : split.left() + 1);
    }
    return ((BoostedTree.Leaf) at).value();
  }
}
