package io.churnops.forest;

import java.util.Arrays;
import java.util.Optional;

/** Packs the nodes of a forest into those of a {@link RankWalk}. */
final class RankPacker {

  private final int inputs;
  private final long[] packed;
  private final double[] shares;
  private final SplitThresholds splits;
  private final ThresholdRanks ranks;
  private final LeafCodes codes;

  private RankPacker(int inputs, long[] packed, double[] shares, SplitThresholds splits) {
    this.inputs = inputs;
    this.packed = packed;
    this.shares = shares;
    this.splits = splits;
    ranks = new ThresholdRanks(splits);
    codes = new LeafCodes(ranks.width());
  }

  /** A walk through packed nodes, unless {@link RankedNode} cannot hold them. */
  static Optional<RankWalk> pack(int inputs, ForestLayout layout, long[] nodes) {
    if (Arrays.stream(nodes)
        .anyMatch(node -> PackedNode.distance(node) > RankedNode.MAX_DISTANCE)) {
      return Optional.empty();
    }
    return SplitThresholds.of(inputs, nodes, RankedNode.MAX_THRESHOLDS)
        .map(splits -> new RankPacker(inputs, nodes, layout.shares(), splits))
        .filter(packer -> packer.ranks.width() <= RankedNode.COLUMNS)
        .map(packer -> packer.pack(layout));
  }

  private RankWalk pack(ForestLayout layout) {
    boolean coded = codeLeaves();
    int[] columns = new int[2 * inputs];
    for (int column = 0; column < ranks.width(); column++) {
      columns[ranks.input(column) + (ranks.missingAbove(column) ? inputs : 0)] = column;
    }
    int[] nodes = new int[packed.length];
    for (int node = 0; node < nodes.length; node++) {
      int distance = PackedNode.distance(packed[node]);
      if (distance != 0) {
        int feature = PackedNode.feature(packed[node]);
        int rank = splits.below(feature % inputs, PackedNode.threshold(packed[node]));
        nodes[node] = RankedNode.split(distance, rank, columns[feature]);
      } else {
        nodes[node] = coded ? codes.of(shares[node]) : RankedNode.leaf(0, 0);
      }
    }
    return new RankWalk(inputs, layout, ranks, nodes, coded ? codes.shares() : new double[0]);
  }

  private boolean codeLeaves() {
    for (int node = 0; node < packed.length; node++) {
      if (PackedNode.distance(packed[node]) == 0 && !codes.add(shares[node])) {
        return false;
      }
    }
    return true;
  }
}
