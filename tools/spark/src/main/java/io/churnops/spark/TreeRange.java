package io.churnops.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Neighbouring trees of a forest, from one up to before another. */
record TreeRange(int from, int to) implements Serializable {

  /** All trees in so many ranges, or in one for each tree; none is larger than another by two. */
  static List<TreeRange> of(int trees, int ranges) {
    int count = Math.min(trees, ranges);
    List<TreeRange> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(
          new TreeRange((int) ((long) trees * i / count), (int) ((long) trees * (i + 1) / count)));
    }
    return all;
  }
}
