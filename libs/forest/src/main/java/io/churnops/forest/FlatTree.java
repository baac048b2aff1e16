package io.churnops.forest;

import java.util.Arrays;

/**
 * A binary tree under construction, in flat arrays: node 0 is the root, siblings are neighbours,
 * children come after their parent. A row whose value is at most the threshold goes left; a split
 * can send a missing value right all the same.
 */
public final class FlatTree {

  static final int LEAF = -1;

  private int[] feature = new int[64];
  private float[] threshold = new float[64];
  private boolean[] missingRight = new boolean[64];
  private int[] left = new int[64];
  private double[] share = new double[64];
  private int[] cover = new int[64];
  private int size = 1;

  /**
   * Makes a node a leaf.
   *
   * @param share the share of churners among its rows, 0 to 1
   * @param cover how many training rows reached it, 0 if unknown
   */
  public void leaf(int node, double share, int cover) {
    set(node, LEAF, Float.POSITIVE_INFINITY, false, 0, share, cover);
  }

  /** Makes a node a split; returns its left child, whose right neighbour is the right child. */
  public int split(int node, int feature, float threshold, double share, int cover) {
    return split(node, feature, threshold, false, share, cover);
  }

  /**
   * Makes a node a split; returns its left child, whose right neighbour is the right child.
   *
   * @param missingRight whether {@link ForestInputs#MISSING} goes right
   */
  public int split(
      int node, int feature, float threshold, boolean missingRight, double share, int cover) {
    int children = size;
    size += 2;
    reserve(size);
    set(node, feature, threshold, missingRight, children, share, cover);
    return children;
  }

  private void set(
      int node,
      int nodeFeature,
      float nodeThreshold,
      boolean nodeMissingRight,
      int children,
      double nodeShare,
      int rows) {
    feature[node] = nodeFeature;
    threshold[node] = nodeThreshold;
    missingRight[node] = nodeMissingRight;
    left[node] = children;
    share[node] = nodeShare;
    cover[node] = rows;
  }

  private void reserve(int needed) {
    if (needed > feature.length) {
      int capacity = Math.max(needed, feature.length * 2);
      feature = Arrays.copyOf(feature, capacity);
      threshold = Arrays.copyOf(threshold, capacity);
      missingRight = Arrays.copyOf(missingRight, capacity);
      left = Arrays.copyOf(left, capacity);
      share = Arrays.copyOf(share, capacity);
      cover = Arrays.copyOf(cover, capacity);
    }
  }

  int size() {
    return size;
  }

  boolean isLeaf(int node) {
    return feature[node] == LEAF;
  }

  int feature(int node) {
    return feature[node];
  }

  float threshold(int node) {
    return threshold[node];
  }

  boolean missingRight(int node) {
    return missingRight[node];
  }

  int left(int node) {
    return left[node];
  }

  double share(int node) {
    return share[node];
  }

  int cover(int node) {
    return cover[node];
  }
}
