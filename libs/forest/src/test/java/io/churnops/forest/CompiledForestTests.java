package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledForestTests {

  private static final int TREES = 12;
  private static final int NODES_AT = 20;
  private static final int ROOTS_AT = 24;

  @Test
  void sendsAValueAtTheThresholdLeft() {
    CompiledForest forest = CompiledForest.of(2, List.of(stump(1, 2.5f, 0.1, 0.9)));

    assertThat(forest.score(new float[] {9, 2.5f})).isEqualTo(0.1);
    assertThat(forest.score(new float[] {9, Math.nextUp(2.5f)})).isEqualTo(0.9);
    assertThat(forest.score(new float[] {9, ForestInputs.MISSING})).isEqualTo(0.1);
    assertThat(forest.score(new float[] {9, Float.MAX_VALUE})).isEqualTo(0.9);
  }

  @Test
  void tellsZeroFromTheSmallestFloats() {
    CompiledForest forest = CompiledForest.of(1, List.of(stump(0, 0f, 0, 1)));

    assertThat(forest.score(new float[] {0f})).isZero();
    assertThat(forest.score(new float[] {-0f})).isZero();
    assertThat(forest.score(new float[] {Float.MIN_VALUE})).isEqualTo(1);
    assertThat(forest.score(new float[] {-Float.MIN_VALUE})).isZero();
  }

  @Test
  void takesBothZerosOfAThresholdForOne() {
    CompiledForest forest = CompiledForest.of(1, List.of(stump(0, -0f, 0, 1)));

    assertThat(forest.score(new float[] {0f})).isZero();
    assertThat(forest.score(new float[] {-0f})).isZero();
    assertThat(forest.score(new float[] {Float.MIN_VALUE})).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 31})
  void scoresEveryRowAsAWalkThroughItsTreesDoes(int trees) {
    Tables.Known shop = Tables.shop(1_003, trees);
    CompiledForest forest =
        new ForestTrainer(2)
            .train(shop.table(), ForestParameters.defaults().withTrees(trees).withMinLeafSize(5));
    float[][] rows = shop.rows();
    double[] batch = new double[rows.length];
    forest.score(rows, batch);

    for (int row = 0; row < rows.length; row++) {
      assertThat(forest.score(rows[row])).isEqualTo(walk(forest, rows[row])).isEqualTo(batch[row]);
    }
  }

  @Test
  void refusesRowsItCannotScore() {
    CompiledForest forest = CompiledForest.of(2, List.of(stump(1, 2.5f, 0.1, 0.9)));

    assertThatThrownBy(() -> forest.score(new float[] {1}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the forest has 2 inputs, the row 1 values");
    assertThatThrownBy(() -> forest.score(new float[] {1, Float.NaN}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("input 1 is NaN, not finite");
    float[][] nine = new float[9][];
    Arrays.fill(nine, new float[] {1, 1});
    nine[4] = new float[] {Float.POSITIVE_INFINITY, 1};
    assertThatThrownBy(() -> forest.score(nine, new double[9]))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void refusesTreesItCannotPack() {
    assertThatThrownBy(() -> CompiledForest.of(1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CompiledForest.of(1, List.of(stump(1, 0, 0, 1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CompiledForest.of(1, List.of(stump(0, Float.NaN, 0, 1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CompiledForest.of(1, List.of(chain(17))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deeper than 16");
  }

  @Test
  void readsWhatItWrote() {
    CompiledForest forest = trained();
    CompiledForest read = CompiledForest.decode(forest.encode());

    assertThat(read).isEqualTo(forest).hasSameHashCodeAs(forest);
    assertThat(read.encode()).isEqualTo(forest.encode());
    float[] row = {12, 3, ForestInputs.MISSING, 0, 7};
    assertThat(read.score(row)).isEqualTo(forest.score(row));
  }

  @Test
  void refusesEveryTruncation() {
    byte[] bytes = small().encode();

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> CompiledForest.decode(cut))
          .isInstanceOf(CorruptForestException.class);
    }
    assertThatThrownBy(() -> CompiledForest.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(CorruptForestException.class);
  }

  @Test
  void refusesEveryFlippedBit() {
    byte[] bytes = small().encode();

    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> CompiledForest.decode(flipped))
          .isInstanceOf(CorruptForestException.class);
    }
  }

  /** A checksum can be forged; a forest that is accepted must still be safe to walk. */
  @Test
  void staysWithinItsArraysWhateverBytesItAccepts() {
    byte[] bytes = small().encode();
    long seed = 20261121;
    var random = new SplittableRandom(seed);
    int accepted = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] forged = bytes.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        forged[random.nextInt(8, bytes.length - 4)] = (byte) random.nextInt(256);
      }
      sign(forged);
      try {
        CompiledForest forest = CompiledForest.decode(forged);
        float[] row = new float[forest.inputs()];
        Arrays.fill(row, random.nextBoolean() ? 1e9f : -1e9f);
        assertThat(forest.score(row)).as("seed %d, round %d", seed, round).isBetween(0.0, 1.0);
        accepted++;
      } catch (CorruptForestException e) {
        assertThat(e).hasMessageStartingWith("not a usable compiled forest: ");
      }
    }
    assertThat(accepted).isBetween(1, 19_999);
  }

  @Test
  void allocatesNothingForASizeThatIsNotThere() {
    for (int size : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 1 << 28}) {
      for (int field : new int[] {TREES + 4, NODES_AT}) {
        byte[] bytes = small().encode();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(field, size);
        sign(bytes);
        assertThatThrownBy(() -> CompiledForest.decode(bytes))
            .isInstanceOf(CorruptForestException.class);
      }
    }
  }

  @Test
  void refusesNodesThatLeadBackOrIntoAnotherTree() {
    int firstNode = ROOTS_AT + 2 * Integer.BYTES;
    for (int distance : new int[] {2, 3, 0xFFFFF}) {
      byte[] bytes = small().encode();
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      buffer.putLong(firstNode, PackedNode.pack(1f, distance, 0));
      sign(bytes);
      assertThatThrownBy(() -> CompiledForest.decode(bytes))
          .isInstanceOf(CorruptForestException.class);
    }
  }

  private static void sign(byte[] forest) {
    int body = forest.length - Integer.BYTES;
    CRC32C crc = new CRC32C();
    crc.update(forest, 0, body);
    ByteBuffer.wrap(forest).order(ByteOrder.LITTLE_ENDIAN).putInt(body, (int) crc.getValue());
  }

  private static double walk(CompiledForest forest, float[] row) {
    double sum = 0;
    for (int tree = 0; tree < forest.trees(); tree++) {
      int node = forest.root(tree);
      while (!forest.isLeaf(node)) {
        boolean right = forest.goesRight(node, row[forest.feature(node)]);
        node = forest.left(node) + (right ? 1 : 0);
      }
      sum += forest.share(node);
    }
    return sum / forest.trees();
  }

  private static CompiledForest trained() {
    return new ForestTrainer(1)
        .train(Tables.shop(2_000, 9).table(), ForestParameters.defaults().withTrees(20));
  }

  private static CompiledForest small() {
    return CompiledForest.of(2, new ArrayList<>(List.of(stump(0, 1f, 0.25, 0.5), chain(3))));
  }

  private static FlatTree stump(int feature, float threshold, double left, double right) {
    var tree = new FlatTree();
    int children = tree.split(0, feature, threshold, (left + right) / 2, 20);
    tree.leaf(children, left, 10);
    tree.leaf(children + 1, right, 10);
    return tree;
  }

  private static FlatTree chain(int depth) {
    var tree = new FlatTree();
    int node = 0;
    for (int level = 0; level < depth; level++) {
      int children = tree.split(node, 0, level, 0.5, 40);
      tree.leaf(children, 0.5, 20);
      node = children + 1;
    }
    tree.leaf(node, 0.5, 20);
    return tree;
  }
}
