package io.churnops.forest;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for the different shares of the leaves of a forest, small enough to be told by the nodes
 * of the leaves: the low 16 bits of a {@link RankedNode}, whose column is then one that no value
 * has, so that the node still carries nothing over.
 */
final class LeafCodes {

  private static final int NONE = -1;

  private final Map<Double, Integer> codes = new HashMap<>();
  private final int width;
  private final int unused;

  /** Codes beside so many columns that have values. */
  LeafCodes(int width) {
    this.width = width;
    unused = RankedNode.COLUMNS - width;
  }

  /** Makes a code for a share that has none yet; whether there was room. */
  boolean add(double share) {
    if (codes.containsKey(share)) {
      return true;
    }
    int count = codes.size();
    if (count == unused * RankedNode.COLUMNS) {
      return false;
    }
    codes.put(share, RankedNode.leaf(count / unused, width + count % unused));
    return true;
  }

  /** The node of a leaf. */
  int of(double share) {
    return codes.getOrDefault(share, NONE);
  }

  /** The shares, each at its code. */
  double[] shares() {
    int most = codes.values().stream().mapToInt(Integer::intValue).max().orElse(NONE);
    double[] shares = new double[most + 1];
    codes.forEach((share, code) -> shares[code] = share);
    return shares;
  }
}
