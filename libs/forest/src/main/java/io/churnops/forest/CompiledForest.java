package io.churnops.forest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A forest in flat arrays. Its score is the mean over the trees of the share of churners in the
 * leaf a row falls into: a probability between 0 and 1. A row scores the same to the bit alone and
 * in a batch. Immutable and safe for use by many threads.
 */
public final class CompiledForest implements DecisionTrees {

  /** The most inputs a packed node can name. */
  public static final int MAX_INPUTS = 1 << PackedNode.FEATURE_BITS;

  private final int inputs;
  private final ForestLayout layout;
  private final Walk walk;
  private final int[] covers;

  /** Takes the arrays over; whoever builds them has checked them. */
  CompiledForest(int inputs, ForestLayout layout, long[] nodes, int[] covers) {
    this.inputs = inputs;
    this.layout = layout;
    this.covers = covers;
    walk = Walk.through(inputs, layout, nodes);
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
    if (from < 0 || from >= to || to > trees()) {
      throw new IllegalArgumentException(
          "trees " + from + " to " + (to - 1) + " of a forest that has " + trees());
    }
    int begin = root(from);
    int end = to < trees() ? root(to) : nodes();
    int[] moved = Arrays.copyOfRange(layout.roots(), from, to);
    Arrays.setAll(moved, tree -> moved[tree] - begin);
    var part =
        new ForestLayout(
            moved,
            Arrays.copyOfRange(layout.depths(), from, to),
            Arrays.copyOfRange(layout.shares(), begin, end));
    return new CompiledForest(
        inputs, part, packed(begin, end), Arrays.copyOfRange(covers, begin, end));
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
  public double score(float[] row) {
    check(row);
    return walk.sum(row) / trees();
  }

  @Override
  public void score(float[][] rows, double[] scores) {
    if (rows.length != scores.length) {
      throw new IllegalArgumentException(rows.length + " rows, room for " + scores.length);
    }
    for (float[] row : rows) {
      check(row);
    }
    walk.sums(rows, scores);
    for (int row = 0; row < scores.length; row++) {
      scores[row] /= trees();
    }
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

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int trees() {
    return layout.trees();
  }

  /** How many nodes all trees have together; nodes are numbered through, tree after tree. */
  public int nodes() {
    return layout.shares().length;
  }

  @Override
  public int root(int tree) {
    return layout.roots()[tree];
  }

  @Override
  public int depth(int tree) {
    return layout.depths()[tree];
  }

  @Override
  public boolean isLeaf(int node) {
    return walk.distance(node) == 0;
  }

  @Override
  public int feature(int node) {
    int feature = walk.feature(node);
    return feature < inputs ? feature : feature - inputs;
  }

  /** Whether a split sends missing values right, though they are below every threshold. */
  public boolean missingGoesRight(int node) {
    return walk.feature(node) >= inputs;
  }

  @Override
  public boolean goesRight(int node, float value) {
    return value > threshold(node) || (value == ForestInputs.MISSING && missingGoesRight(node));
  }

  /** Whether any split sends missing values right. */
  boolean sendsMissingRight() {
    return IntStream.range(0, nodes()).anyMatch(this::missingGoesRight);
  }

  /** A value of at most this goes left. */
  public float threshold(int node) {
    return walk.threshold(node);
  }

  @Override
  public int left(int node) {
    return node + walk.distance(node);
  }

  /** The share of churners among the training rows of a node, 0 to 1. */
  public double share(int node) {
    return layout.shares()[node];
  }

  @Override
  public double part(int split, int child) {
    int left = left(split);
    return covers[child] / ((double) covers[left] + covers[left + 1]);
  }

  @Override
  public double leafValue(int leaf) {
    return share(leaf) / trees();
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
        && Arrays.equals(layout.roots(), that.layout.roots())
        && Arrays.equals(layout.shares(), that.layout.shares())
        && Arrays.equals(covers, that.covers)
        && IntStream.range(0, nodes()).allMatch(node -> packed(node) == that.packed(node));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(layout.shares()) + Arrays.hashCode(covers);
  }

  /** A node as the binary format has it. */
  long packed(int node) {
    return PackedNode.of(walk.threshold(node), walk.distance(node), walk.feature(node));
  }

  /** Neighbouring nodes likewise. */
  long[] packed(int begin, int end) {
    long[] nodes = new long[end - begin];
    Arrays.setAll(nodes, node -> packed(begin + node));
    return nodes;
  }

  Walk walk() {
    return walk;
  }
}
