package io.churnops.forest;

/**
 * A node in one long: 32 bits of float threshold, 20 bits of distance to the left child, 12 bits of
 * feature. The right child is the left one's neighbour. A leaf has distance 0 and an infinite
 * threshold, so that a walk which has arrived stays where it is and no step needs a branch.
 */
final class PackedNode {

  static final int FEATURE_BITS = 12;
  static final int DISTANCE_BITS = 20;
  static final long LEAF = pack(Float.POSITIVE_INFINITY, 0, 0);

  private static final int FEATURE_MASK = (1 << FEATURE_BITS) - 1;

  private PackedNode() {}

  static long pack(float threshold, int distance, int feature) {
    if (distance >>> DISTANCE_BITS != 0 || feature >>> FEATURE_BITS != 0) {
      throw new IllegalArgumentException(
          "a packed node cannot hold distance " + distance + " and feature " + feature);
    }
    // zero has two forms; only the positive one less zero has the sign of what goes left
    return of(threshold + 0f, distance, feature);
  }

  /** A node of the same parts as one that was packed before. */
  static long of(float threshold, int distance, int feature) {
    return (long) Float.floatToRawIntBits(threshold) << Integer.SIZE
        | Integer.toUnsignedLong(distance << FEATURE_BITS | feature);
  }

  static float threshold(long node) {
    return Float.intBitsToFloat((int) (node >>> Integer.SIZE));
  }

  static int distance(long node) {
    return (int) node >>> FEATURE_BITS;
  }

  static int feature(long node) {
    return (int) node & FEATURE_MASK;
  }

  /**
   * Where a row goes from a node. For a finite value the sign of threshold − value says left (value
   * at most the threshold: +0 or more) or right; the sign bit is the step to the neighbour.
   */
  static int next(long[] nodes, int at, float[] row) {
    long node = nodes[at];
    float difference = threshold(node) - row[feature(node)];
    return at + distance(node) + (Float.floatToRawIntBits(difference) >>> 31);
  }
}
