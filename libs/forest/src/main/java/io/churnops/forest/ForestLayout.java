package io.churnops.forest;

/**
 * Where the trees of a forest are among its nodes, and what the nodes say.
 *
 * @param roots the node that each tree begins with
 * @param depths the most splits between the root and a leaf of each tree
 * @param shares the share of churners among the training rows of each node
 */
record ForestLayout(int[] roots, int[] depths, double[] shares) {

  int trees() {
    return roots.length;
  }

  /** The most splits in any of some neighbouring trees. */
  int deepest(int tree, int count) {
    int steps = 0;
    for (int lane = tree; lane < tree + count; lane++) {
      steps = Math.max(steps, depths[lane]);
    }
    return steps;
  }
}
