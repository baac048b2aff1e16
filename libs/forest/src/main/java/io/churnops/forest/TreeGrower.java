package io.churnops.forest;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Grows one tree after another over the same rows, reusing its work space; how the columns are cut
 * and searched is the subclass's part. Confined to one thread; a tree depends on the rows, the
 * parameters and its seed alone.
 *
 * <p>A row of the bootstrap sample is an int: row number, how often it was drawn, label. A cell is
 * a long that sums such rows: rows in the low half, churners in the high half. Each split takes the
 * cut with the lowest Gini impurity among the drawn columns, that is, the greatest P²/n on the left
 * plus P²/n on the right (P churners among n rows).
 */
abstract class TreeGrower {

  static final int ROW_SHIFT = 5;

  /** What of a row's int says how often it was drawn and its label: the index of its cell. */
  static final int CELL_MASK = (1 << ROW_SHIFT) - 1;

  private static final int WEIGHT_SHIFT = 1;

  /** A split must lower impurity by more than rounding could. */
  private static final double LEAST_GAIN_PER_ROW = 1e-9;

  /** Scores this close are told apart by dividing. */
  private static final double ALMOST = 1 - 1e-12;

  /** The rows in the bootstrap sample, node by node. */
  final int[] entries;

  private final Targets targets;
  private final ForestParameters parameters;
  private final RowSampler sampler;
  private final int candidates;
  private final byte[] drawn;
  private final int[] scratch;
  private final int[] splittable;
  private final int[] order;
  private final long[] cells = cells();

  private SplittableRandom random = new SplittableRandom(0);
  private FlatTree tree = new FlatTree();
  private long total;
  private double bestScore;
  private double almostBest;
  private int bestColumn;
  private int bestBin;
  private boolean bestMissingRight;
  private long bestLeft;

  /** A grower that splits the given columns, of so many. */
  TreeGrower(
      int width,
      Targets targets,
      ForestParameters parameters,
      RowSampler sampler,
      int[] splittable) {
    this.targets = targets;
    this.parameters = parameters;
    this.sampler = sampler;
    this.splittable = splittable;
    candidates = (int) Math.max(1, Math.round(parameters.featureFraction() * width));
    drawn = new byte[targets.rows()];
    entries = new int[targets.rows()];
    scratch = new int[targets.rows()];
    order = new int[splittable.length];
  }

  /** Offers every cut of so many columns, from a place in their order, to {@link #offer}. */
  abstract void search(int[] columns, int first, int count, int from, int to);

  /** The threshold above a bin of a column. */
  abstract float cutAbove(int column, int bin);

  /**
   * Moves the rows that go right behind the others, keeping their order; returns the border.
   *
   * @param missingRight whether the lowest bin, that of missing values, goes right as well
   */
  abstract int partition(
      int column, int lastLeftBin, boolean missingRight, int from, int to, int[] scratchRows);

  FlatTree grow(long seed) {
    random = new SplittableRandom(seed);
    tree = new FlatTree();
    System.arraycopy(splittable, 0, order, 0, order.length);
    int size = bootstrap();
    long all = 0;
    for (int i = 0; i < size; i++) {
      all += cell(entries[i]);
    }
    grow(0, 0, size, 0, all);
    return tree;
  }

  /** Draws the rows of the tree; returns how many different ones. */
  private int bootstrap() {
    sampler.draw(random, drawn);
    int size = 0;
    for (int row = 0; row < drawn.length; row++) {
      if (drawn[row] > 0) {
        int label = targets.label(row) ? 1 : 0;
        entries[size++] = row << ROW_SHIFT | drawn[row] << WEIGHT_SHIFT | label;
      }
    }
    return size;
  }

  private void grow(int node, int from, int to, int depth, long sum) {
    if (isLast(sum, depth) || !findSplit(from, to, sum)) {
      tree.leaf(node, share(sum), rows(sum));
      return;
    }
    int column = bestColumn;
    int bin = bestBin;
    boolean missingRight = bestMissingRight;
    long leftSum = bestLeft;
    long rightSum = sum - leftSum;
    int left = tree.split(node, column, cutAbove(column, bin), missingRight, share(sum), rows(sum));
    if (isLast(leftSum, depth + 1) && isLast(rightSum, depth + 1)) {
      tree.leaf(left, share(leftSum), rows(leftSum));
      tree.leaf(left + 1, share(rightSum), rows(rightSum));
      return;
    }
    int middle = partition(column, bin, missingRight, from, to, scratch);
    grow(left, from, middle, depth + 1, leftSum);
    grow(left + 1, middle, to, depth + 1, rightSum);
  }

  private boolean isLast(long sum, int depth) {
    return depth == parameters.maxDepth()
        || rows(sum) < 2 * (long) parameters.minLeafSize()
        || churners(sum) == 0
        || churners(sum) == rows(sum);
  }

  /** Draws columns until the wanted number was tried and one of them splits, or none is left. */
  private boolean findSplit(int from, int to, long sum) {
    total = sum;
    bestColumn = -1;
    raiseTo(score(sum) + LEAST_GAIN_PER_ROW * rows(sum));
    int first = Math.min(candidates, order.length);
    for (int place = 0; place < first; place++) {
      drawColumn(place);
    }
    search(order, 0, first, from, to);
    for (int place = first; bestColumn < 0 && place < order.length; place++) {
      drawColumn(place);
      search(order, place, 1, from, to);
    }
    return bestColumn >= 0;
  }

  private void drawColumn(int place) {
    int pick = place + random.nextInt(order.length - place);
    int column = order[pick];
    order[pick] = order[place];
    order[place] = column;
  }

  /**
   * Offers a cut above a bin, with the sum of what would go left; cuts of a column are offered from
   * its lowest. Returns whether higher ones are worth offering.
   *
   * @param missingRight whether what lies in the lowest bin would go right, though it lies below
   */
  final boolean offer(int column, int bin, boolean missingRight, long left) {
    long right = total - left;
    int leftRows = rows(left);
    int rightRows = rows(right);
    if (rightRows < parameters.minLeafSize()) {
      return false;
    }
    if (leftRows >= parameters.minLeafSize()) {
      double p = churners(left);
      double q = churners(right);
      double n = leftRows;
      double m = rightRows;
      if (p * p * m + q * q * n >= almostBest * (n * m)) {
        double score = p * p / n + q * q / m;
        if (score > bestScore) {
          raiseTo(score);
          bestColumn = column;
          bestBin = bin;
          bestMissingRight = missingRight;
          bestLeft = left;
        }
      }
    }
    return true;
  }

  private void raiseTo(double score) {
    bestScore = score;
    almostBest = score * ALMOST;
  }

  /** What a row of the sample adds to a sum. */
  final long cell(int entry) {
    return cells[entry & CELL_MASK];
  }

  private static long[] cells() {
    long[] cells = new long[1 << ROW_SHIFT];
    Arrays.setAll(
        cells,
        bits -> {
          long weight = bits >>> WEIGHT_SHIFT;
          return weight | (weight * (bits & 1)) << Integer.SIZE;
        });
    return cells;
  }

  private static int rows(long cell) {
    return (int) cell;
  }

  private static int churners(long cell) {
    return (int) (cell >>> Integer.SIZE);
  }

  private static double share(long cell) {
    return (double) churners(cell) / rows(cell);
  }

  private static double score(long cell) {
    double churners = churners(cell);
    return churners * churners / rows(cell);
  }
}
