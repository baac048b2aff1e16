package io.churnops.training.runs;

import io.churnops.training.datasets.Dataset;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The rows of single cutoffs, which tell how far one moment is from all of them together: some
 * features move with the calendar, as days since a campaign do, and some with the age of a shop.
 */
final class PastMoments {

  /** With fewer rows chance alone would carry a moment far. */
  private static final int FEWEST_ROWS = 100;

  private static final int MOST = 24;

  private PastMoments() {}

  /**
   * The rows of each cutoff, oldest first; of many cutoffs some, evenly spread. None where there is
   * but one.
   */
  static List<int[]> of(Dataset data, int[] rows) {
    Map<Instant, Integer> sizes = new TreeMap<>();
    for (int row : rows) {
      sizes.merge(data.cutoff(row), 1, Integer::sum);
    }
    List<Instant> moments =
        sizes.entrySet().stream()
            .filter(moment -> moment.getValue() >= FEWEST_ROWS)
            .map(Map.Entry::getKey)
            .toList();
    if (moments.size() < 2) {
      return List.of();
    }
    int taken = Math.min(MOST, moments.size());
    return IntStream.range(0, taken)
        .mapToObj(i -> moments.get((int) ((long) i * (moments.size() - 1) / (taken - 1))))
        .map(moment -> Arrays.stream(rows).filter(row -> data.cutoff(row).equals(moment)).toArray())
        .toList();
  }
}
