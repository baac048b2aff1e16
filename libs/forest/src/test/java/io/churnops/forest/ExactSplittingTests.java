package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

class ExactSplittingTests {

  private static final List<String> COLUMNS = List.of("a", "b", "c", "d");
  private static final ForestParameters ONE_TREE = new ForestParameters(1, 4, 1, 1, 7);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void growsTheTreesOfHistogramsWhereEveryValueHasABin(long seed) {
    TrainingTable table = grid(2_000, seed);
    ForestParameters parameters = new ForestParameters(10, 10, 3, 0.5, seed);

    assertThat(new ForestTrainer(2, Splitting.EXACT).train(table, parameters).encode())
        .isEqualTo(new ForestTrainer(1).train(table, parameters).encode());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void growsTheSameBytesOnAnyNumberOfThreads(int threads) {
    TrainingTable table = Tables.shop(1_500, 5).table();
    ForestParameters parameters = new ForestParameters(8, 12, 2, 0.5, 1);

    assertThat(new ForestTrainer(threads, Splitting.EXACT).train(table, parameters).encode())
        .isEqualTo(new ForestTrainer(2, Splitting.EXACT).train(table, parameters).encode());
  }

  /**
   * Tribuo's own tree of the very rows that were drawn. Its thresholds lie between values of the
   * node, ours between values of the column, so the trees are compared split by split by where they
   * send each row.
   */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void growsTribuosOwnTree(long seed) {
    TrainingTable table = grid(4_000, seed);
    CompiledForest ours = new ForestTrainer(1, Splitting.EXACT).train(table, ONE_TREE);
    byte[] drawn = new byte[table.rows()];
    RowSampler.of(table.targets()).draw(new SplittableRandom(TreeSeeds.of(ONE_TREE)[0]), drawn);
    Node<Label> theirs = tribuosTree(table, drawn);

    assertThat(ours.isLeaf(0)).isFalse();
    boolean[] rows = new boolean[table.rows()];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = drawn[row] > 0;
    }
    compare(ours, 0, theirs, table, rows);
  }

  private static void compare(
      CompiledForest ours, int node, Node<Label> theirs, TrainingTable table, boolean[] rows) {
    if (theirs instanceof LeafNode<Label> leaf) {
      assertThat(ours.isLeaf(node)).isTrue();
      assertThat(ours.share(node))
          .isCloseTo(
              Objects.requireNonNull(leaf.getDistribution().get("1")).getScore(), within(1e-12));
      return;
    }
    var split = (SplitNode<Label>) theirs;
    assertThat(ours.isLeaf(node)).isFalse();
    assertThat(ours.feature(node)).isEqualTo(split.getFeatureID());
    boolean[] left = new boolean[rows.length];
    boolean[] right = new boolean[rows.length];
    for (int row = 0; row < rows.length; row++) {
      float value = table.value(row, ours.feature(node));
      left[row] = rows[row] && value <= ours.threshold(node);
      right[row] = rows[row] && value > ours.threshold(node);
      if (rows[row]) {
        assertThat(value > split.splitValue()).isEqualTo(right[row]);
      }
    }
    compare(ours, ours.left(node), split.getLessThanOrEqual(), table, left);
    compare(ours, ours.left(node) + 1, split.getGreaterThan(), table, right);
  }

  private static Node<Label> tribuosTree(TrainingTable table, byte[] drawn) {
    var factory = new LabelFactory();
    var source =
        new SimpleDataSourceProvenance("a grid", Instant.EPOCH.atOffset(ZoneOffset.UTC), factory);
    var dataset = new MutableDataset<Label>(source, factory);
    for (int row = 0; row < drawn.length; row++) {
      for (int copy = 0; copy < drawn[row]; copy++) {
        var example = new ArrayExample<>(new Label(table.label(row) ? "1" : "0"));
        for (int column = 0; column < COLUMNS.size(); column++) {
          example.add(COLUMNS.get(column), table.value(row, column));
        }
        dataset.add(example);
      }
    }
    var trainer =
        new CARTClassificationTrainer(ONE_TREE.maxDepth(), 1, 0, 1, false, new GiniIndex(), 1);
    return trainer.train(dataset).getRoot();
  }

  /** Values on a grid, none 0, with a churn rate that differs in each cell. */
  private static TrainingTable grid(int rows, long seed) {
    var random = new SplittableRandom(seed);
    var builder = TrainingTable.builder(COLUMNS, rows);
    for (int row = 0; row < rows; row++) {
      float[] values = new float[COLUMNS.size()];
      double logit = -2;
      for (int column = 0; column < values.length; column++) {
        values[column] = 1 + random.nextInt(40);
        logit += Math.sin(values[column] * (column + 1) / 9) * (2 - column * 0.3);
      }
      builder.add(values, random.nextDouble() < 1 / (1 + Math.exp(-logit)));
    }
    return builder.build();
  }
}
