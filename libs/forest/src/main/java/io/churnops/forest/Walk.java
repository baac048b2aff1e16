package io.churnops.forest;

/**
 * The nodes of a forest in a form in which rows go through them. A walk adds up the shares of the
 * leaves that a row falls into in the order of the trees, so that a row's sum is the same to the
 * bit alone, among others, and in every form.
 */
sealed interface Walk permits FloatWalk, RankWalk {

  /** A walk through packed nodes that form trees: by ranks, where they can hold the nodes. */
  static Walk through(int inputs, ForestLayout layout, long[] nodes) {
    return RankPacker.pack(inputs, layout, nodes)
        .<Walk>map(walk -> walk)
        .orElseGet(() -> new FloatWalk(inputs, layout, nodes));
  }

  /** The sum of a row of as many values as there are inputs, all finite. */
  double sum(float[] row);

  /** Writes the sums of such rows. */
  void sums(float[][] rows, double[] sums);

  /** How far the left child is from a node, 0 for a leaf, as in {@link PackedNode}. */
  int distance(int node);

  /** The number by which a node names its input, as in {@link PackedNode}. */
  int feature(int node);

  /** What a node compares its input with, infinite for a leaf. */
  float threshold(int node);
}
