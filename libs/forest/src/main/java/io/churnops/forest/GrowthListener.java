package io.churnops.forest;

/** Follows a forest while it grows. */
@FunctionalInterface
public interface GrowthListener {

  /**
   * A tree was grown. Called by the threads that grow, one call at a time. What it throws ends the
   * training and is thrown by it; to cancel, a {@link java.util.concurrent.CancellationException}.
   *
   * @param grown how many trees there are, growing by one with each call
   * @param asked how many there shall be
   */
  void treeGrown(int grown, int asked);

  /**
   * Told before {@link #treeGrown}, under the same rules, of trees that have nodes.
   *
   * @param nodes how many nodes all the trees have that there are
   */
  default void nodesGrown(long nodes, int grown, int asked) {}
}
