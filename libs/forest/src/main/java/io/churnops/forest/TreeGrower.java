package io.churnops.forest;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Grows one tree after another over the same binned rows, reusing its work space. Confined to one
 * thread; a tree depends on the rows, the parameters and its seed alone.
 *
 * <p>A row of the bootstrap sample is an int: row number, how often it was drawn, label. A
 * histogram cell is a long: rows in the low half, churners in the high half. Each split takes the
 * cut with the lowest Gini impurity among the drawn columns, that is, the greatest P²/n on the left
 * plus P²/n on the right (P churners among n rows).
 */
final class TreeGrower {

  private static final int WEIGHT_SHIFT = 1;
  private static final int ROW_SHIFT = 5;
  private static final int MAX_WEIGHT = 15;

  /** A split must lower impurity by more than rounding could. */
  private static final double LEAST_GAIN_PER_ROW = 1e-9;

  private final BinnedColumn[] columns;
  private final TrainingTable table;
  private final ForestParameters parameters;
  private final int candidates;

  private final byte[] drawn;
  private final int[] entries;
  private final int[] scratch;
  private final int[] splittable;
  private final int[] order;
  private final long[] histogram = new long[BinnedColumn.MAX_BINS];

  private SplittableRandom random = new SplittableRandom(0);
  private FlatTree tree = new FlatTree();
  private double bestScore;
  private int bestColumn;
  private int bestBin;

  TreeGrower(BinnedColumn[] columns, TrainingTable table, ForestParameters parameters) {
    this.columns = columns;
    this.table = table;
    this.parameters = parameters;
    candidates = (int) Math.max(1, Math.round(parameters.featureFraction() * columns.length));
    drawn = new byte[table.rows()];
    entries = new int[table.rows()];
    scratch = new int[table.rows()];
    splittable = splittable(columns);
    order = new int[splittable.length];
  }

  FlatTree grow(long seed) {
    random = new SplittableRandom(seed);
    tree = new FlatTree();
    System.arraycopy(splittable, 0, order, 0, order.length);
    int size = bootstrap();
    grow(0, 0, size, 0);
    return tree;
  }

  /** Draws as many rows as there are, with replacement; returns how many different ones. */
  private int bootstrap() {
    Arrays.fill(drawn, (byte) 0);
    for (int i = 0; i < drawn.length; i++) {
      int row = random.nextInt(drawn.length);
      while (drawn[row] == MAX_WEIGHT) {
        row = random.nextInt(drawn.length);
      }
      drawn[row]++;
    }
    int size = 0;
    for (int row = 0; row < drawn.length; row++) {
      if (drawn[row] > 0) {
        int label = table.label(row) ? 1 : 0;
        entries[size++] = row << ROW_SHIFT | drawn[row] << WEIGHT_SHIFT | label;
      }
    }
    return size;
  }

  private void grow(int node, int from, int to, int depth) {
    long total = 0;
    for (int i = from; i < to; i++) {
      total += cell(entries[i]);
    }
    int rows = rows(total);
    int churners = churners(total);
    double share = (double) churners / rows;
    boolean last =
        depth == parameters.maxDepth()
            || rows < 2 * (long) parameters.minLeafSize()
            || churners == 0
            || churners == rows;
    if (last || !findSplit(from, to, total)) {
      tree.leaf(node, share, rows);
      return;
    }
    BinnedColumn column = columns[bestColumn];
    int left = tree.split(node, bestColumn, column.cutAbove(bestBin), share, rows);
    int middle = partition(from, to, column.bins(), bestBin);
    grow(left, from, middle, depth + 1);
    grow(left + 1, middle, to, depth + 1);
  }

  /** Draws columns until the wanted number was tried and one of them splits, or none is left. */
  private boolean findSplit(int from, int to, long total) {
    bestColumn = -1;
    bestScore = score(total) + LEAST_GAIN_PER_ROW * rows(total);
    for (int tried = 0; tried < order.length; tried++) {
      if (tried >= candidates && bestColumn >= 0) {
        break;
      }
      int pick = tried + random.nextInt(order.length - tried);
      int column = order[pick];
      order[pick] = order[tried];
      order[tried] = column;
      tryColumn(column, from, to, total);
    }
    return bestColumn >= 0;
  }

  private void tryColumn(int column, int from, int to, long total) {
    int size = columns[column].size();
    fillHistogram(columns[column].bins(), size, from, to);
    long left = 0;
    for (int bin = 0; bin < size - 1; bin++) {
      left += histogram[bin];
      long right = total - left;
      if (rows(right) < parameters.minLeafSize()) {
        return;
      }
      if (histogram[bin] != 0 && rows(left) >= parameters.minLeafSize()) {
        double score = score(left) + score(right);
        if (score > bestScore) {
          bestScore = score;
          bestColumn = column;
          bestBin = bin;
        }
      }
    }
  }

  private void fillHistogram(byte[] bins, int size, int from, int to) {
    Arrays.fill(histogram, 0, size, 0);
    for (int i = from; i < to; i++) {
      int entry = entries[i];
      histogram[bins[entry >>> ROW_SHIFT] & 0xFF] += cell(entry);
    }
  }

  /** Moves the rows of higher bins behind the others, keeping their order; returns the border. */
  private int partition(int from, int to, byte[] bins, int lastLeftBin) {
    int left = from;
    int right = 0;
    for (int i = from; i < to; i++) {
      int entry = entries[i];
      entries[left] = entry;
      scratch[right] = entry;
      int goesRight = (lastLeftBin - (bins[entry >>> ROW_SHIFT] & 0xFF)) >>> 31;
      right += goesRight;
      left += 1 - goesRight;
    }
    System.arraycopy(scratch, 0, entries, left, right);
    return left;
  }

  /** The columns that have anything to split, in order. */
  private static int[] splittable(BinnedColumn[] columns) {
    int[] found = new int[columns.length];
    int size = 0;
    for (int column = 0; column < columns.length; column++) {
      if (columns[column].size() > 1) {
        found[size++] = column;
      }
    }
    return Arrays.copyOf(found, size);
  }

  private static long cell(int entry) {
    long weight = (entry >>> WEIGHT_SHIFT) & MAX_WEIGHT;
    return weight | (weight * (entry & 1)) << Integer.SIZE;
  }

  private static int rows(long cell) {
    return (int) cell;
  }

  private static int churners(long cell) {
    return (int) (cell >>> Integer.SIZE);
  }

  private static double score(long cell) {
    double churners = churners(cell);
    return churners * churners / rows(cell);
  }
}
