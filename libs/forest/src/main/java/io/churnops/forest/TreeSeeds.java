package io.churnops.forest;

import java.util.SplittableRandom;

/** The seed of each tree; those of a smaller forest are the first ones of a larger. */
final class TreeSeeds {

  private TreeSeeds() {}

  static long[] of(ForestParameters parameters) {
    return new SplittableRandom(parameters.seed()).longs(parameters.trees()).toArray();
  }
}
