package io.churnops.forest;

import java.util.Arrays;
import java.util.List;

/**
 * Boosted trees as they are served: the log-odds of churning are the sum of one leaf of each tree,
 * added up as doubles in the order of the trees. A value below the threshold of a split goes left,
 * a missing one where the split learnt to send it.
 *
 * <p>A node is packed into a long: 32 bits of float threshold, 19 of distance to the left child, 13
 * of feature. Splits with a feature from the number of inputs on send missing values right: a row
 * is walked with its values twice, the missing ones first below every value, then above. A leaf has
 * distance 0 and an infinite threshold, so that a walk which has arrived stays where it is and no
 * step needs a branch. Immutable and safe for use by many threads.
 */
public final class BoostedTrees implements DecisionTrees {

  /** How many trees a round of boosting adds: one against churning, one for it. */
  public static final int PER_ROUND = 2;

  private static final int FEATURE_BITS = 13;
  private static final int FEATURE_MASK = (1 << FEATURE_BITS) - 1;
  private static final int DISTANCE_BITS = 19;

  /** How many rows of a batch go through a tree together, while it is in the cache. */
  private static final int BLOCK = 1 << 10;

  private final int inputs;
  private final int[] roots;
  private final int[] depths;
  private final long[] nodes;
  private final float[] leaves;
  private final float[] covers;

  private BoostedTrees(
      int inputs, int[] roots, int[] depths, long[] nodes, float[] leaves, float[] covers) {
    this.inputs = inputs;
    this.roots = roots;
    this.depths = depths;
    this.nodes = nodes;
    this.leaves = leaves;
    this.covers = covers;
  }

  /**
   * Packs trees over this many inputs.
   *
   * @throws IllegalArgumentException if there are none, or a tree uses other inputs
   */
  public static BoostedTrees of(int inputs, List<BoostedTree> trees) {
    if (inputs < 1 || inputs > CompiledForest.MAX_INPUTS || trees.isEmpty()) {
      throw new IllegalArgumentException(trees.size() + " trees over " + inputs + " inputs");
    }
    int size = trees.stream().mapToInt(tree -> tree.nodes().size()).reduce(0, Math::addExact);
    int[] roots = new int[trees.size()];
    int[] depths = new int[trees.size()];
    long[] nodes = new long[size];
    float[] leaves = new float[size];
    float[] covers = new float[size];
    int at = 0;
    for (int tree = 0; tree < roots.length; tree++) {
      roots[tree] = at;
      depths[tree] = trees.get(tree).depth();
      for (BoostedTree.Node node : trees.get(tree).nodes()) {
        nodes[at] = pack(node, at - roots[tree], inputs);
        leaves[at] = node instanceof BoostedTree.Leaf leaf ? leaf.value() : 0;
        covers[at] = node.cover();
        at++;
      }
    }
    return new BoostedTrees(inputs, roots, depths, nodes, leaves, covers);
  }

  private static long pack(BoostedTree.Node node, int place, int inputs) {
    return switch (node) {
      case BoostedTree.Leaf _ -> pack(Float.POSITIVE_INFINITY, 0, 0);
      case BoostedTree.Split split -> {
        int distance = split.left() - place;
        if (split.feature() >= inputs || distance >>> DISTANCE_BITS != 0) {
          throw new IllegalArgumentException("no split over " + inputs + " inputs: " + split);
        }
        yield pack(
            split.threshold(), distance, split.feature() + (split.missingLeft() ? 0 : inputs));
      }
    };
  }

  private static long pack(float threshold, int distance, int feature) {
    return (long) Float.floatToRawIntBits(threshold) << Integer.SIZE
        | Integer.toUnsignedLong(distance << FEATURE_BITS | feature);
  }

  /** The model of the first rounds. */
  public BoostedTrees firstRounds(int rounds) {
    return first(rounds * PER_ROUND);
  }

  /** The model of the first so many trees. */
  BoostedTrees first(int trees) {
    if (trees < 1 || trees > roots.length) {
      throw new IllegalArgumentException(trees + " of " + roots.length + " trees");
    }
    int end = trees < roots.length ? roots[trees] : nodes.length;
    return new BoostedTrees(
        inputs,
        Arrays.copyOf(roots, trees),
        Arrays.copyOf(depths, trees),
        Arrays.copyOf(nodes, end),
        Arrays.copyOf(leaves, end),
        Arrays.copyOf(covers, end));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws CorruptForestException if these are not exactly such bytes
   */
  public static BoostedTrees decode(byte[] bytes) {
    return BoostedCodec.decode(bytes);
  }

  /** The trees in their binary format; the same trees give the same bytes. */
  public byte[] encode() {
    return BoostedCodec.encode(this);
  }

  @Override
  public double score(float[] row) {
    float[] twice = twice(row);
    double logOdds = 0;
    for (int tree = 0; tree < roots.length; tree++) {
      logOdds += leaves[leaf(tree, twice)];
    }
    return logistic(logOdds);
  }

  @Override
  public void score(float[][] rows, double[] scores) {
    if (rows.length != scores.length) {
      throw new IllegalArgumentException(rows.length + " rows, room for " + scores.length);
    }
    for (int first = 0; first < rows.length; first += BLOCK) {
      scoreBlock(rows, first, Math.min(rows.length - first, BLOCK), scores);
    }
  }

  private void scoreBlock(float[][] rows, int first, int count, double[] scores) {
    float[][] block = new float[count][];
    Arrays.setAll(block, row -> twice(rows[first + row]));
    double[] logOdds = new double[count];
    for (int tree = 0; tree < roots.length; tree++) {
      for (int row = 0; row < count; row++) {
        logOdds[row] += leaves[leaf(tree, block[row])];
      }
    }
    for (int row = 0; row < count; row++) {
      scores[first + row] = logistic(logOdds[row]);
    }
  }

  /** Strict arithmetic, so that reference scores hold on every machine. */
  private static double logistic(double logOdds) {
    return 1 / (1 + StrictMath.exp(-logOdds));
  }

  /**
   * The values of a row, the missing ones below every other; and again, they above. Of the two
   * forms of zero only the positive one, less a threshold of zero, has the sign of what goes right.
   */
  private float[] twice(float[] row) {
    if (row.length != inputs) {
      throw new InvalidInputException(
          "the trees have " + inputs + " inputs, the row " + row.length + " values");
    }
    float[] twice = new float[2 * inputs];
    for (int input = 0; input < inputs; input++) {
      float value = row[input];
      if (!Float.isFinite(value)) {
        throw new InvalidInputException("input " + input + " is " + value + ", not finite");
      }
      boolean missing = value == ForestInputs.MISSING;
      twice[input] = missing ? -Float.MAX_VALUE : value + 0f;
      twice[inputs + input] = missing ? Float.MAX_VALUE : value + 0f;
    }
    return twice;
  }

  /** Value − threshold is negative, its sign bit 1, exactly where the value is below. */
  private int leaf(int tree, float[] twice) {
    int at = roots[tree];
    for (int step = depths[tree]; step > 0; step--) {
      long node = nodes[at];
      float difference = twice[(int) node & FEATURE_MASK] - threshold(node);
      at += distance(node) + (Float.floatToRawIntBits(difference) >>> 31 ^ 1);
    }
    return at;
  }

  private static float threshold(long node) {
    return Float.intBitsToFloat((int) (node >>> Integer.SIZE));
  }

  private static int distance(long node) {
    return (int) node >>> FEATURE_BITS;
  }

  /** What each tree adds to the log-odds of an encoded row. */
  public float[] parts(float[] row) {
    float[] twice = twice(row);
    float[] parts = new float[roots.length];
    for (int tree = 0; tree < parts.length; tree++) {
      parts[tree] = leaves[leaf(tree, twice)];
    }
    return parts;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int trees() {
    return roots.length;
  }

  /** How many nodes all trees have together. */
  int nodes() {
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
    return distance(nodes[node]) == 0;
  }

  @Override
  public int feature(int split) {
    return ((int) nodes[split] & FEATURE_MASK) % inputs;
  }

  float threshold(int split) {
    return threshold(nodes[split]);
  }

  boolean missingLeft(int split) {
    return ((int) nodes[split] & FEATURE_MASK) < inputs;
  }

  @Override
  public int left(int split) {
    return split + distance(nodes[split]);
  }

  @Override
  public boolean goesRight(int split, float value) {
    return value == ForestInputs.MISSING ? !missingLeft(split) : !(value < threshold(split));
  }

  @Override
  public double part(int split, int child) {
    int left = left(split);
    return covers[child] / ((double) covers[left] + covers[left + 1]);
  }

  @Override
  public double leafValue(int leaf) {
    return leaves[leaf];
  }

  float cover(int node) {
    return covers[node];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BoostedTrees that
        && inputs == that.inputs
        && Arrays.equals(roots, that.roots)
        && Arrays.equals(nodes, that.nodes)
        && Arrays.equals(leaves, that.leaves)
        && Arrays.equals(covers, that.covers);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(nodes) + Arrays.hashCode(leaves);
  }
}
