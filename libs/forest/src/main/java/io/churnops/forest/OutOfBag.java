package io.churnops.forest;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * What a forest says of its own training rows, each scored only by the trees that were grown
 * without it (Breiman 2001, 3.1): an estimate without a hold-out. It flatters where rows are
 * related, as those of one customer at several cutoffs are; a split by time judges then.
 */
public final class OutOfBag {

  /** Shares are summed as multiples of 2⁻⁴⁰, so that the order of summing does not matter. */
  private static final double UNIT = 1L << 40;

  private final AtomicLongArray sums;
  private final AtomicIntegerArray trees;
  private final TrainingTable table;

  private OutOfBag(TrainingTable table) {
    this.table = table;
    sums = new AtomicLongArray(table.rows());
    trees = new AtomicIntegerArray(table.rows());
  }

  /**
   * Scores the rows a forest was grown from; the same to the bit for any number of threads, which
   * add to the same 12 bytes of each row.
   *
   * @param forest what {@link ForestTrainer} grew from this table with these parameters, also where
   *     time ran out
   */
  public static OutOfBag of(
      CompiledForest forest, TrainingTable table, ForestParameters parameters, int threads) {
    if (forest.inputs() != table.width() || forest.trees() > parameters.trees()) {
      throw new IllegalArgumentException("the forest was not grown from this table so");
    }
    RowSampler sampler = RowSampler.of(table.targets());
    long[] seeds = TreeSeeds.of(parameters);
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      var all = new OutOfBag(table);
      InOrder.each(
          workers,
          threads,
          thread -> {
            byte[] drawn = new byte[table.rows()];
            for (int tree = thread; tree < forest.trees(); tree += threads) {
              sampler.draw(new SplittableRandom(seeds[tree]), drawn);
              all.addTree(forest, tree, drawn);
            }
            return thread;
          });
      return all;
    }
  }

  private void addTree(CompiledForest forest, int tree, byte[] drawn) {
    int root = forest.root(tree);
    int end = tree + 1 < forest.trees() ? forest.root(tree + 1) : forest.nodes();
    long[] nodes = forest.packed(root, end);
    for (int row = 0; row < drawn.length; row++) {
      if (drawn[row] == 0) {
        double share = forest.share(root + leaf(nodes, row));
        sums.addAndGet(row, Math.round(share * UNIT));
        trees.incrementAndGet(row);
      }
    }
  }

  private int leaf(long[] nodes, int row) {
    int at = 0;
    while (PackedNode.distance(nodes[at]) > 0) {
      long node = nodes[at];
      int feature = PackedNode.feature(node);
      boolean missingRight = feature >= table.width();
      float value = table.value(row, missingRight ? feature - table.width() : feature);
      boolean right =
          value > PackedNode.threshold(node) || (value == ForestInputs.MISSING && missingRight);
      at += PackedNode.distance(node) + (right ? 1 : 0);
    }
    return at;
  }

  /** The rows that some tree was grown without, in order; the others have no score. */
  public int[] rows() {
    return IntStream.range(0, trees.length()).filter(row -> trees.get(row) > 0).toArray();
  }

  /** The scores of {@link #rows}. */
  public double[] scores() {
    return Arrays.stream(rows())
        .mapToDouble(row -> sums.get(row) / UNIT / trees.get(row))
        .toArray();
  }

  /** The labels of {@link #rows}. */
  public boolean[] labels() {
    int[] rows = rows();
    boolean[] labels = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = table.label(rows[i]);
    }
    return labels;
  }
}
