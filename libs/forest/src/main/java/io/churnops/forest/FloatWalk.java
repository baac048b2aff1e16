package io.churnops.forest;

import java.util.Arrays;

/**
 * A walk that compares the values themselves, for forests that {@link RankedNode} cannot hold:
 * eight trees in step or, in a batch, eight rows, to hide the latency of each walk. Allocates
 * nothing, but a row twice as wide where splits send missing values right: an input has a second
 * number then, behind those of all inputs, by which such splits name it, and by which missing is
 * above every value.
 */
final class FloatWalk implements Walk {

  private static final int LANES = 8;

  /**
   * How many rows of a batch go through a tree together; a multiple of the lanes. So many that a
   * tree, once in the cache, is worth having been brought there: together they do not fit in it.
   */
  private static final int BLOCK = 1 << 14;

  private final int inputs;
  private final ForestLayout layout;
  private final int[] roots;
  private final long[] nodes;
  private final double[] shares;
  private final boolean widens;

  FloatWalk(int inputs, ForestLayout layout, long[] nodes) {
    this.inputs = inputs;
    this.layout = layout;
    this.nodes = nodes;
    roots = layout.roots();
    shares = layout.shares();
    widens = Arrays.stream(nodes).anyMatch(node -> PackedNode.feature(node) >= inputs);
  }

  @Override
  public double sum(float[] given) {
    float[] row = widens ? widened(given) : given;
    double sum = 0;
    int tree = 0;
    for (; tree + LANES <= roots.length; tree += LANES) {
      sum = addEightTrees(tree, row, sum);
    }
    if (tree + LANES / 2 <= roots.length) {
      sum = addFourTrees(tree, row, sum);
      tree += LANES / 2;
    }
    for (; tree < roots.length; tree++) {
      sum += shares[leaf(tree, row)];
    }
    return sum;
  }

  @Override
  public void sums(float[][] rows, double[] sums) {
    int inLanes = rows.length - rows.length % LANES;
    for (int first = 0; first < inLanes; first += BLOCK) {
      int end = Math.min(first + BLOCK, inLanes);
      if (widens) {
        double[] blockSums = new double[end - first];
        sumBlock(widened(rows, first, end), 0, blockSums.length, blockSums);
        System.arraycopy(blockSums, 0, sums, first, blockSums.length);
      } else {
        sumBlock(rows, first, end, sums);
      }
    }
    for (int row = inLanes; row < rows.length; row++) {
      sums[row] = sum(rows[row]);
    }
  }

  private double addEightTrees(int tree, float[] row, double sumSoFar) {
    int a = roots[tree];
    int b = roots[tree + 1];
    int c = roots[tree + 2];
    int d = roots[tree + 3];
    int e = roots[tree + 4];
    int f = roots[tree + 5];
    int g = roots[tree + 6];
    int h = roots[tree + 7];
    int steps = layout.deepest(tree, LANES);
    for (int step = 0; step < steps; step++) {
      a = PackedNode.next(nodes, a, row);
      b = PackedNode.next(nodes, b, row);
      c = PackedNode.next(nodes, c, row);
      d = PackedNode.next(nodes, d, row);
      e = PackedNode.next(nodes, e, row);
      f = PackedNode.next(nodes, f, row);
      g = PackedNode.next(nodes, g, row);
      h = PackedNode.next(nodes, h, row);
    }
    double sum = sumSoFar + shares[a];
    sum += shares[b];
    sum += shares[c];
    sum += shares[d];
    sum += shares[e];
    sum += shares[f];
    sum += shares[g];
    return sum + shares[h];
  }

  /** What is left behind the last eight. */
  private double addFourTrees(int tree, float[] row, double sumSoFar) {
    int a = roots[tree];
    int b = roots[tree + 1];
    int c = roots[tree + 2];
    int d = roots[tree + 3];
    int steps = layout.deepest(tree, LANES / 2);
    for (int step = 0; step < steps; step++) {
      a = PackedNode.next(nodes, a, row);
      b = PackedNode.next(nodes, b, row);
      c = PackedNode.next(nodes, c, row);
      d = PackedNode.next(nodes, d, row);
    }
    double sum = sumSoFar + shares[a];
    sum += shares[b];
    sum += shares[c];
    return sum + shares[d];
  }

  /** Takes all rows of the block through one tree after the other, while it is in the cache. */
  private void sumBlock(float[][] rows, int first, int end, double[] sums) {
    Arrays.fill(sums, first, end, 0);
    for (int tree = 0; tree < roots.length; tree++) {
      for (int row = first; row < end; row += LANES) {
        addEightRows(tree, rows, row, sums);
      }
    }
  }

  private void addEightRows(int tree, float[][] rows, int first, double[] sums) {
    float[] rowOfA = rows[first];
    float[] rowOfB = rows[first + 1];
    float[] rowOfC = rows[first + 2];
    float[] rowOfD = rows[first + 3];
    float[] rowOfE = rows[first + 4];
    float[] rowOfF = rows[first + 5];
    float[] rowOfG = rows[first + 6];
    float[] rowOfH = rows[first + 7];
    int a = roots[tree];
    int b = a;
    int c = a;
    int d = a;
    int e = a;
    int f = a;
    int g = a;
    int h = a;
    int steps = layout.depths()[tree];
    for (int step = 0; step < steps; step++) {
      a = PackedNode.next(nodes, a, rowOfA);
      b = PackedNode.next(nodes, b, rowOfB);
      c = PackedNode.next(nodes, c, rowOfC);
      d = PackedNode.next(nodes, d, rowOfD);
      e = PackedNode.next(nodes, e, rowOfE);
      f = PackedNode.next(nodes, f, rowOfF);
      g = PackedNode.next(nodes, g, rowOfG);
      h = PackedNode.next(nodes, h, rowOfH);
    }
    sums[first] += shares[a];
    sums[first + 1] += shares[b];
    sums[first + 2] += shares[c];
    sums[first + 3] += shares[d];
    sums[first + 4] += shares[e];
    sums[first + 5] += shares[f];
    sums[first + 6] += shares[g];
    sums[first + 7] += shares[h];
  }

  private int leaf(int tree, float[] row) {
    int at = roots[tree];
    for (int step = 0; step < layout.depths()[tree]; step++) {
      at = PackedNode.next(nodes, at, row);
    }
    return at;
  }

  /** The row, and behind it the row with its missing values above every other. */
  private float[] widened(float[] row) {
    float[] wide = Arrays.copyOf(row, 2 * inputs);
    for (int input = 0; input < inputs; input++) {
      wide[inputs + input] =
          row[input] == ForestInputs.MISSING ? -ForestInputs.MISSING : row[input];
    }
    return wide;
  }

  private float[][] widened(float[][] rows, int first, int end) {
    float[][] wide = new float[end - first][];
    Arrays.setAll(wide, row -> widened(rows[first + row]));
    return wide;
  }

  @Override
  public int distance(int node) {
    return PackedNode.distance(nodes[node]);
  }

  @Override
  public int feature(int node) {
    return PackedNode.feature(nodes[node]);
  }

  @Override
  public float threshold(int node) {
    return PackedNode.threshold(nodes[node]);
  }
}
