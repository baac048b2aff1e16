package io.churnops.forest;

/**
 * A node in one int: 16 bits of distance to the left child, 8 bits that are 255 less the rank of
 * the threshold, 8 bits of column. The rank of a threshold is its place among those of its input,
 * from 0; the rank of a value, kept 8 bits to the left, is how many of those are below it. The two
 * added carry one over into the distance exactly where the value is above the threshold: the step
 * to the right child, which is the left one's neighbour. A leaf has distance 0 and nothing carries
 * over, so that a walk which has arrived stays where it is.
 */
final class RankedNode {

  /** The most different thresholds of an input. */
  static final int MAX_THRESHOLDS = 255;

  /** The furthest a left child can be, so that the right one's distance fits as well. */
  static final int MAX_DISTANCE = (1 << 16) - 2;

  /** How many columns a node can name. */
  static final int COLUMNS = 1 << 8;

  private static final int RANK_AT = 8;
  private static final int DISTANCE_AT = 16;

  private RankedNode() {}

  static int split(int distance, int rank, int column) {
    return distance << DISTANCE_AT | MAX_THRESHOLDS - rank << RANK_AT | column;
  }

  /**
   * A leaf that tells a number of 8 bits.
   *
   * @param column one in which every value has rank 0, or any for the number 0
   */
  static int leaf(int number, int column) {
    return number << RANK_AT | column;
  }

  /** What a leaf tells: its number and its column. */
  static int told(int leaf) {
    return leaf & (1 << DISTANCE_AT) - 1;
  }

  /** The form in which a value's rank is compared. */
  static int carried(int rank) {
    return rank << RANK_AT;
  }

  static int distance(int node) {
    return node >>> DISTANCE_AT;
  }

  static int column(int node) {
    return node & COLUMNS - 1;
  }

  /** The rank of a split's threshold. */
  static int rank(int node) {
    return MAX_THRESHOLDS - (node >>> RANK_AT & 0xFF);
  }

  /** Where a row goes from a node. */
  static int next(int[] nodes, int at, int[] ranks) {
    int node = nodes[at];
    return at + (node + ranks[column(node)] >>> DISTANCE_AT);
  }
}
