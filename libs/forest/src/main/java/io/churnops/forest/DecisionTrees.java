package io.churnops.forest;

/**
 * A model made of binary trees whose leaves add up to its score, open to be taken apart. Nodes are
 * numbered through, tree after tree; the right child of a split is the node after its left one.
 */
public sealed interface DecisionTrees extends CompiledModel permits CompiledForest, BoostedTrees {

  int trees();

  /** The node a tree begins with. */
  int root(int tree);

  /** The most splits between the root and a leaf of a tree. */
  int depth(int tree);

  boolean isLeaf(int node);

  /** The input a split compares. */
  int feature(int split);

  /** The left child of a split; the right one is the node after it. */
  int left(int split);

  /** Whether a split sends a value of its input right. */
  boolean goesRight(int split, float value);

  /** The part of a split's training rows that went to one of its children, above 0. */
  double part(int split, int child);

  /** What a leaf adds to the score of the rows that fall into it. */
  double leafValue(int leaf);
}
