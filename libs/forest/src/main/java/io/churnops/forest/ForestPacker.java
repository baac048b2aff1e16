package io.churnops.forest;

import java.util.Arrays;
import java.util.List;

/** Lays trees out in the arrays of a {@link CompiledForest}. */
final class ForestPacker {

  private ForestPacker() {}

  static CompiledForest pack(int inputs, List<FlatTree> trees) {
    if (trees.isEmpty() || inputs < 1 || inputs > CompiledForest.MAX_INPUTS) {
      throw new IllegalArgumentException(
          "a forest of " + trees.size() + " trees over " + inputs + " inputs");
    }
    int size = trees.stream().mapToInt(FlatTree::size).reduce(0, Math::addExact);
    int[] roots = new int[trees.size()];
    long[] nodes = new long[size];
    double[] shares = new double[size];
    int[] covers = new int[size];
    int root = 0;
    for (int t = 0; t < roots.length; t++) {
      FlatTree tree = trees.get(t);
      roots[t] = root;
      for (int node = 0; node < tree.size(); node++) {
        nodes[root + node] = pack(tree, node, inputs);
        shares[root + node] = tree.share(node);
        covers[root + node] = tree.cover(node);
      }
      root += tree.size();
    }
    return new CompiledForest(
        inputs, new ForestLayout(roots, depths(roots, nodes), shares), nodes, covers);
  }

  /** Distances between nodes are relative, so that trees can be moved as they are. */
  static CompiledForest joined(List<CompiledForest> forests) {
    int inputs = forests.getFirst().inputs();
    int trees = 0;
    int size = 0;
    for (CompiledForest forest : forests) {
      if (forest.inputs() != inputs) {
        throw new IllegalArgumentException(
            "forests over " + inputs + " and " + forest.inputs() + " inputs");
      }
      trees += forest.trees();
      size = Math.addExact(size, forest.nodes());
    }
    int[] roots = new int[trees];
    long[] nodes = new long[size];
    double[] shares = new double[size];
    int[] covers = new int[size];
    int tree = 0;
    int at = 0;
    for (CompiledForest forest : forests) {
      for (int i = 0; i < forest.trees(); i++) {
        roots[tree++] = at + forest.root(i);
      }
      for (int node = 0; node < forest.nodes(); node++, at++) {
        nodes[at] = forest.packed(node);
        shares[at] = forest.share(node);
        covers[at] = forest.cover(node);
      }
    }
    return new CompiledForest(
        inputs, new ForestLayout(roots, depths(roots, nodes), shares), nodes, covers);
  }

  /** The depth of each tree of well-formed nodes, in which children come after their parents. */
  static int[] depths(int[] roots, long[] nodes) {
    int[] depths = new int[roots.length];
    byte[] depth = new byte[nodes.length];
    for (int tree = 0; tree < roots.length; tree++) {
      int end = tree + 1 < roots.length ? roots[tree + 1] : nodes.length;
      for (int node = roots[tree]; node < end; node++) {
        depths[tree] = Math.max(depths[tree], depth[node]);
        int distance = PackedNode.distance(nodes[node]);
        if (distance > 0) {
          if (depth[node] == ForestParameters.MAX_DEPTH) {
            throw new IllegalArgumentException(
                "tree " + tree + " is deeper than " + ForestParameters.MAX_DEPTH);
          }
          Arrays.fill(depth, node + distance, node + distance + 2, (byte) (depth[node] + 1));
        }
      }
    }
    return depths;
  }

  private static long pack(FlatTree tree, int node, int inputs) {
    if (tree.isLeaf(node)) {
      return PackedNode.LEAF;
    }
    if (tree.feature(node) >= inputs || !Float.isFinite(tree.threshold(node))) {
      throw new IllegalArgumentException(
          "a split of input " + tree.feature(node) + " at " + tree.threshold(node));
    }
    int feature = tree.feature(node) + (tree.missingRight(node) ? inputs : 0);
    return PackedNode.pack(tree.threshold(node), tree.left(node) - node, feature);
  }
}
