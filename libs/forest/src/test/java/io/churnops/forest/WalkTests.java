package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Walks by ranks and by values against one that looks at a node after the other. */
class WalkTests {

  private static final long SEED = Long.getLong("churnops.seed", System.nanoTime());

  private final SplittableRandom random = new SplittableRandom(SEED);

  WalkTests() {
    System.out.println("WalkTests churnops.seed=" + SEED);
  }

  @Test
  void addUpTheLeavesThatANaiveWalkComesTo() {
    for (int inputs : new int[] {1, 2, 3, 5, 30, 126, 127, 128, 129, 255, 256, 257, 300}) {
      for (int round = 0; round < 4; round++) {
        float[][] grid = grid(inputs, 1 + random.nextInt(inputs > 30 ? 30 : 300));
        boolean missingRight = random.nextBoolean();
        DoubleSupplier shares =
            random.nextBoolean() ? random::nextDouble : () -> random.nextInt(9) / 8.0;
        List<FlatTree> trees =
            IntStream.range(0, 1 + random.nextInt(21))
                .mapToObj(_ -> tree(grid, random.nextInt(9), missingRight, shares))
                .toList();
        float[][] rows = rows(grid, random.nextInt(21));

        check(CompiledForest.of(inputs, trees), trees, rows);
      }
    }
  }

  @Test
  void allocateNothingForARow() {
    float[][] grid = grid(30, 200);
    CompiledForest forest =
        CompiledForest.of(
            30,
            IntStream.range(0, 21).mapToObj(_ -> tree(grid, 9, true, random::nextDouble)).toList());
    float[][] rows = rows(grid, 2_000);
    double sum = forest.score(rows[0]);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    for (float[] row : rows) {
      sum += forest.score(row);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(sum).isPositive();
    assertThat(allocated).as("bytes for %d rows", rows.length).isLessThan(rows.length);
  }

  @Test
  void scoreABatchOfSeveralBlocks() {
    float[][] grid = grid(7, 200);
    List<FlatTree> trees =
        IntStream.range(0, 13).mapToObj(_ -> tree(grid, 9, true, random::nextDouble)).toList();

    for (int rows : new int[] {511, 512, 513, 1_100}) {
      check(CompiledForest.of(7, trees), trees, rows(grid, rows));
    }
  }

  @Test
  void goByRanksUpTo255ThresholdsOfAnInput() {
    for (int thresholds : new int[] {254, 255, 256}) {
      float[][] grid = grid(2, thresholds);
      List<FlatTree> trees =
          IntStream.range(0, thresholds).mapToObj(i -> stump(0, grid[0][i], false)).toList();
      CompiledForest forest = CompiledForest.of(2, trees);

      assertThat(forest.walk()).isInstanceOf(thresholds <= 255 ? RankWalk.class : FloatWalk.class);
      float[][] rows = new float[3 * thresholds][];
      for (int i = 0; i < thresholds; i++) {
        rows[3 * i] = new float[] {grid[0][i], 0};
        rows[3 * i + 1] = new float[] {Math.nextUp(grid[0][i]), 0};
        rows[3 * i + 2] = new float[] {Math.nextDown(grid[0][i]), 0};
      }
      check(forest, trees, rows);
    }
  }

  @Test
  void goByRanksUpTo256ColumnsThatSplitsCompare() {
    assertThat(stumps(300, 256, false).walk()).isInstanceOf(RankWalk.class);
    assertThat(stumps(300, 257, false).walk()).isInstanceOf(FloatWalk.class);
    assertThat(stumps(300, 128, true).walk()).isInstanceOf(RankWalk.class);
    assertThat(stumps(300, 129, true).walk()).isInstanceOf(FloatWalk.class);
  }

  @Test
  void goByRanksWhereNoSplitComparesAnything() {
    var leaf = new FlatTree();
    leaf.leaf(0, 0.25, 4);
    List<FlatTree> trees = List.of(leaf, leaf, leaf);
    CompiledForest forest = CompiledForest.of(2, trees);

    assertThat(forest.walk()).isInstanceOf(RankWalk.class);
    check(forest, trees, rows(grid(2, 3), 5));
  }

  /** Leaves tell their shares among 64,512 different ones, beside four columns. */
  @Test
  void lookUpSharesWhereLeavesCannotTellThem() {
    float[][] grid = grid(3, 40);
    for (DoubleSupplier shares :
        List.<DoubleSupplier>of(random::nextDouble, () -> random.nextInt(1 << 13) / 8192.0)) {
      List<FlatTree> trees =
          IntStream.range(0, 2)
              .mapToObj(_ -> {
                var tree = new FlatTree();
                grow(tree, 0, grid, 15, true, false, shares);
                return tree;
              })
              .toList();
      CompiledForest forest = CompiledForest.of(3, trees);

      assertThat(forest.walk()).isInstanceOf(RankWalk.class);
      check(forest, trees, rows(grid, 300));
    }
  }

  /** The step to the right child must fit in beside the distance to the left one. */
  @Test
  void goByValuesWhereChildrenAreFarAway() {
    float[][] grid = grid(2, 20);
    for (boolean further : new boolean[] {false, true}) {
      var tree = new FlatTree();
      int left = tree.split(0, 0, grid[0][10], 0.5, 1);
      int between = left + 1;
      for (int depth = 15; depth > 1; depth--) {
        int children = tree.split(between, 1, grid[1][10], 0.5, 1);
        grow(tree, children, grid, depth - 1, true, false, random::nextDouble);
        between = children + 1;
      }
      grow(tree, between, grid, further ? 1 : 0, true, false, random::nextDouble);
      grow(tree, left, grid, 1, true, false, random::nextDouble);
      List<FlatTree> trees = List.of(tree);
      CompiledForest forest = CompiledForest.of(2, trees);

      assertThat(forest.left(left) - left).isEqualTo(further ? 65_536 : 65_534);
      assertThat(forest.walk()).isInstanceOf(further ? FloatWalk.class : RankWalk.class);
      check(forest, trees, rows(grid, 50));
    }
  }

  /** Packing makes a threshold of -0 one of 0, but nothing keeps it out of a file. */
  @Test
  void agreeOnAThresholdOfNegativeZero() {
    long[] nodes = {PackedNode.of(-0f, 1, 0), PackedNode.LEAF, PackedNode.LEAF};
    var layout = new ForestLayout(new int[] {0}, new int[] {1}, new double[] {0.5, 0, 1});
    var forest = new CompiledForest(1, layout, nodes, new int[3]);

    assertThat(forest.walk()).isInstanceOf(RankWalk.class);
    assertThat(forest.packed(0)).isEqualTo(nodes[0]);
    assertThat(CompiledForest.decode(forest.encode()).encode()).isEqualTo(forest.encode());
    for (float value : new float[] {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE}) {
      float[] row = {value};
      assertThat(forest.score(row)).isEqualTo(new FloatWalk(1, layout, nodes).sum(row));
    }
  }

  private static void check(CompiledForest forest, List<FlatTree> trees, float[][] rows) {
    String form =
        "churnops.seed=%d, %s over %d inputs"
            .formatted(SEED, forest.walk().getClass().getSimpleName(), forest.inputs());
    double[] expected = Arrays.stream(rows).mapToDouble(row -> naive(trees, row)).toArray();
    double[] alone = Arrays.stream(rows).mapToDouble(forest::score).toArray();
    long[] nodes = IntStream.range(0, forest.nodes()).mapToLong(forest::packed).toArray();
    double[] byValues = new double[rows.length];
    new FloatWalk(forest.inputs(), layout(forest), nodes).sums(rows, byValues);
    Arrays.setAll(byValues, row -> byValues[row] / trees.size());

    assertThat(forest.scores(rows)).as(form).isEqualTo(expected);
    assertThat(alone).as(form).isEqualTo(expected);
    assertThat(byValues).as(form).isEqualTo(expected);
    assertThat(nodes).as(form).isEqualTo(packed(forest.inputs(), trees));
    CompiledForest read = CompiledForest.decode(forest.encode());
    assertThat(read).as(form).isEqualTo(forest).hasSameHashCodeAs(forest);
    assertThat(read.scores(rows)).as(form).isEqualTo(expected);
  }

  private static double naive(List<FlatTree> trees, float[] row) {
    double sum = 0;
    for (FlatTree tree : trees) {
      int node = 0;
      while (!tree.isLeaf(node)) {
        float value = row[tree.feature(node)];
        boolean right =
            value > tree.threshold(node)
                || (value == ForestInputs.MISSING && tree.missingRight(node));
        node = tree.left(node) + (right ? 1 : 0);
      }
      sum += tree.share(node);
    }
    return sum / trees.size();
  }

  private static ForestLayout layout(CompiledForest forest) {
    return new ForestLayout(
        IntStream.range(0, forest.trees()).map(forest::root).toArray(),
        IntStream.range(0, forest.trees()).map(forest::depth).toArray(),
        IntStream.range(0, forest.nodes()).mapToDouble(forest::share).toArray());
  }

  private static long[] packed(int inputs, List<FlatTree> trees) {
    return trees.stream()
        .flatMapToLong(
            tree -> IntStream.range(0, tree.size()).mapToLong(node -> packed(inputs, tree, node)))
        .toArray();
  }

  private static long packed(int inputs, FlatTree tree, int node) {
    return tree.isLeaf(node)
        ? PackedNode.LEAF
        : PackedNode.pack(
            tree.threshold(node),
            tree.left(node) - node,
            tree.feature(node) + (tree.missingRight(node) ? inputs : 0));
  }

  /** Some different thresholds of each input, in any order, among them those at the edges. */
  private float[][] grid(int inputs, int most) {
    float[][] grid = new float[inputs][];
    Arrays.setAll(
        grid,
        input -> {
          var values = new TreeSet<Float>();
          values.add(input % 2 == 0 ? 0f : ForestInputs.MISSING / 2);
          while (values.size() < most) {
            values.add(
                switch (random.nextInt(5)) {
                  case 0 -> (float) random.nextInt(-400, 400);
                  case 1 -> ForestInputs.LARGEST * (random.nextFloat() - 0.5f);
                  case 2 -> Float.MIN_VALUE * random.nextInt(-300, 300) + 0f;
                  default -> (float) random.nextGaussian();
                });
          }
          float[] thresholds = new float[most];
          int i = 0;
          for (float value : values) {
            thresholds[i++] = value;
          }
          return thresholds;
        });
    return grid;
  }

  private FlatTree tree(float[][] grid, int depth, boolean missingRight, DoubleSupplier shares) {
    var tree = new FlatTree();
    grow(tree, 0, grid, depth, false, missingRight, shares);
    return tree;
  }

  /** A full subtree, or one with leaves on all levels. */
  private void grow(
      FlatTree tree,
      int node,
      float[][] grid,
      int depth,
      boolean full,
      boolean missingRight,
      DoubleSupplier shares) {
    if (depth == 0 || (!full && random.nextInt(12) == 0)) {
      tree.leaf(node, shares.getAsDouble(), 1);
      return;
    }
    int input = random.nextInt(grid.length);
    float threshold = grid[input][random.nextInt(grid[input].length)];
    boolean right = missingRight && random.nextBoolean();
    int children = tree.split(node, input, threshold, right, 0.5, 1);
    grow(tree, children, grid, depth - 1, full, missingRight, shares);
    grow(tree, children + 1, grid, depth - 1, full, missingRight, shares);
  }

  private float[][] rows(float[][] grid, int count) {
    float[][] rows = new float[count][grid.length];
    for (float[] row : rows) {
      for (int input = 0; input < row.length; input++) {
        float threshold = grid[input][random.nextInt(grid[input].length)];
        row[input] =
            switch (random.nextInt(9)) {
              case 0 -> ForestInputs.MISSING;
              case 1 -> -0f;
              case 2 -> random.nextBoolean() ? Float.MAX_VALUE : -Float.MAX_VALUE;
              case 3 -> random.nextBoolean() ? ForestInputs.LARGEST : Float.MIN_VALUE;
              case 4 -> Math.nextUp(threshold);
              case 5 -> Math.nextDown(threshold);
              case 6 -> (float) random.nextGaussian();
              default -> threshold;
            };
      }
    }
    return rows;
  }

  /** A forest whose splits compare some of its inputs. */
  private static CompiledForest stumps(int inputs, int compared, boolean missingRight) {
    return CompiledForest.of(
        inputs,
        IntStream.range(0, compared)
            .mapToObj(i -> stump(inputs - 1 - i, i, missingRight && i == 7))
            .toList());
  }

  private static FlatTree stump(int input, float threshold, boolean missingRight) {
    var tree = new FlatTree();
    int children = tree.split(0, input, threshold, missingRight, 0.5, 2);
    tree.leaf(children, 0.25, 1);
    tree.leaf(children + 1, 0.75, 1);
    return tree;
  }
}
