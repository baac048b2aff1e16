package io.churnops.forest;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One tree of a boosted model, its root first and children after their parents.
 *
 * @param nodes at least one; every node but the root is the child of one split
 */
public record BoostedTree(List<Node> nodes) {

  /** The most splits between a root and a leaf. */
  public static final int MAX_DEPTH = 16;

  /** A node of a tree. */
  public sealed interface Node {

    /** How much the training rows weigh that reached it, above 0. */
    float cover();
  }

  /**
   * A value below the threshold goes left, another right.
   *
   * @param left the place of the left child; the right one's is the next
   * @param missingLeft where a missing value goes
   */
  public record Split(int feature, float threshold, int left, boolean missingLeft, float cover)
      implements Node {}

  /** What a row that arrives has added to its log-odds. */
  public record Leaf(float value, float cover) implements Node {}

  public BoostedTree {
    nodes = List.copyOf(nodes);
    depths(nodes);
  }

  /** The most splits between the root and a leaf. */
  int depth() {
    return depths(nodes).stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  private static List<Integer> depths(List<Node> nodes) {
    var depths = new ArrayList<Integer>(nodes.size());
    nodes.forEach(_ -> depths.add(0));
    var reached = new BitSet(nodes.size());
    require(!nodes.isEmpty(), "it has no nodes");
    reached.set(0);
    for (int place = 0; place < nodes.size(); place++) {
      Node node = nodes.get(place);
      require(reached.get(place), "node " + place + " belongs to no split");
      require(node.cover() > 0 && Float.isFinite(node.cover()), "node " + place + " has no cover");
      switch (node) {
        case Leaf leaf -> require(Float.isFinite(leaf.value()), "leaf " + place + " has no value");
        case Split split -> {
          int left = split.left();
          require(
              left > place
                  && left < nodes.size() - 1
                  && !reached.get(left)
                  && !reached.get(left + 1),
              "node " + place + " has no children of its own");
          require(split.feature() >= 0, "node " + place + " splits no input");
          require(Float.isFinite(split.threshold()), "node " + place + " has no threshold");
          int depth = depths.get(place) + 1;
          require(depth <= MAX_DEPTH, "node " + place + " is too deep");
          reached.set(left, left + 2);
          depths.set(left, depth);
          depths.set(left + 1, depth);
        }
      }
    }
    return depths;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("not a usable tree: " + otherwise);
    }
  }
}
