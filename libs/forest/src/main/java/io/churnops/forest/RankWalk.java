package io.churnops.forest;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A walk that compares ranks: eight trees in step, to hide the latency of each walk, a row after
 * the other. A node takes four bytes and a step about eight instructions. Leaves tell their shares
 * where there are few enough different ones, so that no more memory is touched. Allocates nothing
 * for a row unless threads meet, for a batch the ranks of one block.
 */
final class RankWalk implements Walk {

  private static final int LANES = 8;

  /** How many rows of a batch go through eight trees together, while these are in the cache. */
  private static final int BLOCK = 1 << 9;

  private final int inputs;
  private final ForestLayout layout;
  private final ThresholdRanks ranks;
  private final int[] nodes;

  /** The shares of leaves by what these tell; empty if there are too many different ones. */
  private final double[] toldShares;

  /** Room for the ranks of a row, for whoever takes it first. */
  private final AtomicReference<int @Nullable []> spare = new AtomicReference<>();

  /** Takes the arrays over, which {@link RankPacker} has made. */
  RankWalk(
      int inputs, ForestLayout layout, ThresholdRanks ranks, int[] nodes, double[] toldShares) {
    this.inputs = inputs;
    this.layout = layout;
    this.ranks = ranks;
    this.nodes = nodes;
    this.toldShares = toldShares;
  }

  @Override
  public double sum(float[] row) {
    int[] kept = spare.getAndSet(null);
    int[] ranked = kept == null ? new int[RankedNode.COLUMNS] : kept;
    ranks.rank(row, ranked);
    double sum = 0;
    int tree = 0;
    for (; tree + LANES <= layout.trees(); tree += LANES) {
      sum = addEightTrees(tree, ranked, sum);
    }
    sum = addLastTrees(tree, ranked, sum);
    spare.set(ranked);
    return sum;
  }

  private double addEightTrees(int tree, int[] row, double sumSoFar) {
    int[] nodes = this.nodes;
    int[] roots = layout.roots();
    int a = roots[tree];
    int b = roots[tree + 1];
    int c = roots[tree + 2];
    int d = roots[tree + 3];
    int e = roots[tree + 4];
    int f = roots[tree + 5];
    int g = roots[tree + 6];
    int h = roots[tree + 7];
    for (int step = layout.deepest(tree, LANES); step > 0; step--) {
      a = RankedNode.next(nodes, a, row);
      b = RankedNode.next(nodes, b, row);
      c = RankedNode.next(nodes, c, row);
      d = RankedNode.next(nodes, d, row);
      e = RankedNode.next(nodes, e, row);
      f = RankedNode.next(nodes, f, row);
      g = RankedNode.next(nodes, g, row);
      h = RankedNode.next(nodes, h, row);
    }
    double sum = sumSoFar + share(a);
    sum += share(b);
    sum += share(c);
    sum += share(d);
    sum += share(e);
    sum += share(f);
    sum += share(g);
    return sum + share(h);
  }

  @Override
  public void sums(float[][] rows, double[] sums) {
    int[][] block = new int[Math.min(rows.length, BLOCK)][ranks.width()];
    for (int first = 0; first < rows.length; first += BLOCK) {
      int count = Math.min(rows.length - first, BLOCK);
      for (int row = 0; row < count; row++) {
        ranks.rank(rows[first + row], block[row]);
        sums[first + row] = 0;
      }
      addTrees(block, count, sums, first);
    }
  }

  /**
   * Takes rows through eight trees after the other, as a single row goes. Their ranks are copied to
   * an array of which the compiler sees that it is as long as a node can name columns, so that a
   * step need not check: a tenth of the time.
   */
  private void addTrees(int[][] ranked, int count, double[] sums, int first) {
    int[] nodes = this.nodes;
    int[] roots = layout.roots();
    int[] row = new int[RankedNode.COLUMNS];
    int tree = 0;
    for (; tree + LANES <= roots.length; tree += LANES) {
      int steps = layout.deepest(tree, LANES);
      for (int i = 0; i < count; i++) {
        System.arraycopy(ranked[i], 0, row, 0, ranked[i].length);
        int a = roots[tree];
        int b = roots[tree + 1];
        int c = roots[tree + 2];
        int d = roots[tree + 3];
        int e = roots[tree + 4];
        int f = roots[tree + 5];
        int g = roots[tree + 6];
        int h = roots[tree + 7];
        for (int step = 0; step < steps; step++) {
          a = RankedNode.next(nodes, a, row);
          b = RankedNode.next(nodes, b, row);
          c = RankedNode.next(nodes, c, row);
          d = RankedNode.next(nodes, d, row);
          e = RankedNode.next(nodes, e, row);
          f = RankedNode.next(nodes, f, row);
          g = RankedNode.next(nodes, g, row);
          h = RankedNode.next(nodes, h, row);
        }
        double sum = sums[first + i] + share(a);
        sum += share(b);
        sum += share(c);
        sum += share(d);
        sum += share(e);
        sum += share(f);
        sum += share(g);
        sums[first + i] = sum + share(h);
      }
    }
    for (int i = 0; i < count && tree < roots.length; i++) {
      System.arraycopy(ranked[i], 0, row, 0, ranked[i].length);
      sums[first + i] = addLastTrees(tree, row, sums[first + i]);
    }
  }

  /** What is left behind the last eight. */
  private double addLastTrees(int from, int[] row, double sumSoFar) {
    int[] nodes = this.nodes;
    int[] roots = layout.roots();
    double sum = sumSoFar;
    int tree = from;
    if (tree + LANES / 2 <= roots.length) {
      int a = roots[tree];
      int b = roots[tree + 1];
      int c = roots[tree + 2];
      int d = roots[tree + 3];
      for (int step = layout.deepest(tree, LANES / 2); step > 0; step--) {
        a = RankedNode.next(nodes, a, row);
        b = RankedNode.next(nodes, b, row);
        c = RankedNode.next(nodes, c, row);
        d = RankedNode.next(nodes, d, row);
      }
      sum += share(a);
      sum += share(b);
      sum += share(c);
      sum += share(d);
      tree += LANES / 2;
    }
    for (; tree < roots.length; tree++) {
      int at = roots[tree];
      for (int step = layout.depths()[tree]; step > 0; step--) {
        at = RankedNode.next(nodes, at, row);
      }
      sum += share(at);
    }
    return sum;
  }

  private double share(int leaf) {
    return toldShares.length > 0 ? toldShares[RankedNode.told(nodes[leaf])] : layout.shares()[leaf];
  }

  @Override
  public int distance(int node) {
    return RankedNode.distance(nodes[node]);
  }

  @Override
  public int feature(int node) {
    if (distance(node) == 0) {
      return 0;
    }
    int column = RankedNode.column(nodes[node]);
    return ranks.input(column) + (ranks.missingAbove(column) ? inputs : 0);
  }

  @Override
  public float threshold(int node) {
    return distance(node) == 0
        ? Float.POSITIVE_INFINITY
        : ranks.threshold(RankedNode.column(nodes[node]), RankedNode.rank(nodes[node]));
  }
}
