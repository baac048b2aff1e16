package io.churnops.forest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A forest in flat arrays. Its score is the mean over the trees of the share of churners in the
 * leaf a row falls into: a probability between 0 and 1.
 *
 * <p>Scoring walks eight trees (or, in a batch, eight rows) in step to hide the latency of each
 * walk, adds up in the order of the trees, so that a row scores the same to the bit alone and in a
 * batch, and allocates nothing, but a row twice as wide where splits send missing values right: an
 * input has a second number then, behind those of all inputs, by which such splits name it, and by
 * which missing is above every value. Immutable and safe for use by many threads.
 */
public final class CompiledForest implements DecisionTrees {

  /** The most inputs a packed node can name. */
  public static final int MAX_INPUTS = 1 << PackedNode.FEATURE_BITS;

  private static final int LANES = 8;

  /**
   * How many rows of a batch go through a tree together; a multiple of the lanes. So many that a
   * tree, once in the cache, is worth having been brought there: together they do not fit in it.
   */
  private static final int BLOCK = 1 << 14;

  private final int inputs;
  private final int[] roots;
  private final int[] depths;
  private final long[] nodes;
  private final double[] shares;
  private final int[] covers;
  private final boolean widens;

  /** Takes the arrays over; whoever builds them has checked them. */
  CompiledForest(
      int inputs, int[] roots, int[] depths, long[] nodes, double[] shares, int[] covers) {
    this.inputs = inputs;
    this.roots = roots;
    this.depths = depths;
    this.nodes = nodes;
    this.shares = shares;
    this.covers = covers;
    widens = Arrays.stream(nodes).anyMatch(node -> PackedNode.feature(node) >= inputs);
  }

  /**
   * Whether splits of a forest of so many inputs can send missing values right: a node names an
   * input by one of two numbers then.
   */
  static boolean tellsMissing(int inputs) {
    return 2 * inputs <= MAX_INPUTS;
  }

  /** Packs trees over this many inputs. */
  public static CompiledForest of(int inputs, List<FlatTree> trees) {
    return ForestPacker.pack(inputs, trees);
  }

  /** The forest of the trees of all of these, one after the other. */
  static CompiledForest joined(List<CompiledForest> forests) {
    return ForestPacker.joined(forests);
  }

  /** The forest of the first so many trees. */
  public CompiledForest first(int trees) {
    return range(0, trees);
  }

  /**
   * The forest of some neighbouring trees.
   *
   * @param from the number of the first, from 0
   * @param to the number behind the last one's
   */
  public CompiledForest range(int from, int to) {
    if (from < 0 || from >= to || to > roots.length) {
      throw new IllegalArgumentException(
          "trees " + from + " to " + (to - 1) + " of a forest that has " + roots.length);
    }
    int begin = roots[from];
    int end = to < roots.length ? roots[to] : nodes.length;
    int[] moved = Arrays.copyOfRange(roots, from, to);
    Arrays.setAll(moved, tree -> moved[tree] - begin);
    return new CompiledForest(
        inputs,
        moved,
        Arrays.copyOfRange(depths, from, to),
        Arrays.copyOfRange(nodes, begin, end),
        Arrays.copyOfRange(shares, begin, end),
        Arrays.copyOfRange(covers, begin, end));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws CorruptForestException if these are not exactly such bytes
   */
  public static CompiledForest decode(byte[] bytes) {
    return ForestCodec.decode(ByteBuffer.wrap(bytes));
  }

  /** The forest in its binary format; the same forest gives the same bytes. */
  public byte[] encode() {
    return ForestCodec.encode(this);
  }

  @Override
  public double score(float[] given) {
    check(given);
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
    return sum / roots.length;
  }

  @Override
  public void score(float[][] rows, double[] scores) {
    if (rows.length != scores.length) {
      throw new IllegalArgumentException(rows.length + " rows, room for " + scores.length);
    }
    int inLanes = rows.length - rows.length % LANES;
    for (int first = 0; first < inLanes; first += BLOCK) {
      int end = Math.min(first + BLOCK, inLanes);
      for (int row = first; row < end; row++) {
        check(rows[row]);
      }
      if (widens) {
        double[] blockScores = new double[end - first];
        scoreBlock(widened(rows, first, end), 0, blockScores.length, blockScores);
        System.arraycopy(blockScores, 0, scores, first, blockScores.length);
      } else {
        scoreBlock(rows, first, end, scores);
      }
    }
    for (int row = inLanes; row < rows.length; row++) {
      scores[row] = score(rows[row]);
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
    int steps = deepest(tree, LANES);
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
    int steps = deepest(tree, LANES / 2);
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

  private int deepest(int tree, int count) {
    int steps = 0;
    for (int lane = tree; lane < tree + count; lane++) {
      steps = Math.max(steps, depths[lane]);
    }
    return steps;
  }

  /** Takes all rows of the block through one tree after the other, while it is in the cache. */
  private void scoreBlock(float[][] rows, int first, int end, double[] scores) {
    Arrays.fill(scores, first, end, 0);
    for (int tree = 0; tree < roots.length; tree++) {
      for (int row = first; row < end; row += LANES) {
        addEightRows(tree, rows, row, scores);
      }
    }
    for (int row = first; row < end; row++) {
      scores[row] /= roots.length;
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
    int steps = depths[tree];
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
    for (int step = 0; step < depths[tree]; step++) {
      at = PackedNode.next(nodes, at, row);
    }
    return at;
  }

  private void check(float[] row) {
    if (row.length != inputs) {
      throw new InvalidInputException(
          "the forest has " + inputs + " inputs, the row " + row.length + " values");
    }
    for (int input = 0; input < row.length; input++) {
      if (!Float.isFinite(row[input])) {
        throw new InvalidInputException("input " + input + " is " + row[input] + ", not finite");
      }
    }
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
  public int inputs() {
    return inputs;
  }

  @Override
  public int trees() {
    return roots.length;
  }

  /** How many nodes all trees have together; nodes are numbered through, tree after tree. */
  public int nodes() {
    return nodes.length;
  }

  @Override
  public int root(int tree) {
    return roots[tree];
  }

  @Override
  public int depth(int tree) {
    return depths[tree];
  }

  @Override
  public boolean isLeaf(int node) {
    return PackedNode.distance(nodes[node]) == 0;
  }

  @Override
  public int feature(int node) {
    int feature = PackedNode.feature(nodes[node]);
    return feature < inputs ? feature : feature - inputs;
  }

  /** Whether a split sends missing values right, though they are below every threshold. */
  public boolean missingGoesRight(int node) {
    return PackedNode.feature(nodes[node]) >= inputs;
  }

  @Override
  public boolean goesRight(int node, float value) {
    return value > threshold(node) || (value == ForestInputs.MISSING && missingGoesRight(node));
  }

  /** Whether any split sends missing values right. */
  boolean sendsMissingRight() {
    return widens;
  }

  /** A value of at most this goes left. */
  public float threshold(int node) {
    return PackedNode.threshold(nodes[node]);
  }

  @Override
  public int left(int node) {
    return node + PackedNode.distance(nodes[node]);
  }

  /** The share of churners among the training rows of a node, 0 to 1. */
  public double share(int node) {
    return shares[node];
  }

  @Override
  public double part(int split, int child) {
    int left = left(split);
    return covers[child] / ((double) covers[left] + covers[left + 1]);
  }

  @Override
  public double leafValue(int leaf) {
    return shares[leaf] / roots.length;
  }

  /**
   * How many rows of the tree's bootstrap sample reached a node; 0 in a forest that was compiled
   * from a Tribuo model, which does not keep it.
   */
  public int cover(int node) {
    return covers[node];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CompiledForest that
        && inputs == that.inputs
        && Arrays.equals(roots, that.roots)
        && Arrays.equals(nodes, that.nodes)
        && Arrays.equals(shares, that.shares)
        && Arrays.equals(covers, that.covers);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(nodes) + Arrays.hashCode(shares);
  }

  long packed(int node) {
    return nodes[node];
  }
}
