package io.churnops.training.runs;

import io.churnops.forest.GrowthListener;

/**
 * Ends the growing of a forest that the heap could not hold when it is published: an {@link
 * OutOfMemoryError} then would end whatever else runs in this JVM.
 */
final class RoomForForest implements GrowthListener {

  /**
   * What a node takes of the heap at worst, while its forest is there as ours, as Tribuo's and in
   * protobuf. Measured: 344,438 nodes need 400 to 440 MB, 682,446 need 640 to 800.
   */
  static final int BYTES_PER_NODE = 1_200;

  /** The rest is for the rows, and for what else runs here. */
  private static final double SHARE_OF_HEAP = 2.0 / 3;

  /** So many trees tell how large the others will be. */
  private static final int ENOUGH_TREES = 5;

  private final GrowthListener progress;
  private final boolean allAreGrown;
  private final long mostNodes;

  /**
   * Looks after a forest of this JVM.
   *
   * @param progress told of every tree
   * @param allAreGrown whether all trees that were asked for will be, however long they take
   */
  static RoomForForest inHeap(GrowthListener progress, boolean allAreGrown) {
    return new RoomForForest(progress, allAreGrown, Runtime.getRuntime().maxMemory());
  }

  RoomForForest(GrowthListener progress, boolean allAreGrown, long heap) {
    this.progress = progress;
    this.allAreGrown = allAreGrown;
    mostNodes = (long) (heap * SHARE_OF_HEAP) / BYTES_PER_NODE;
  }

  @Override
  public void nodesGrown(long nodes, int grown, int asked) {
    long expected = allAreGrown && grown >= ENOUGH_TREES ? nodes * asked / grown : nodes;
    if (expected > mostNodes) {
      throw new ForestTooLargeException(expected, asked, mostNodes);
    }
  }

  @Override
  public void treeGrown(int grown, int asked) {
    progress.treeGrown(grown, asked);
  }
}
