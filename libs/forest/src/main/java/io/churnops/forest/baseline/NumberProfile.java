package io.churnops.forest.baseline;

import java.util.List;

/**
 * How a number was spread: its deciles, frozen.
 *
 * @param edges the inner edges, ascending; bins are right-closed
 * @param counts the rows in each of the bins, one more than edges
 */
public record NumberProfile(
    String name, long rows, List<Double> edges, List<Long> counts, long missing)
    implements FeatureProfile {

  public NumberProfile {
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
    if (missing < 0 || missing > rows) {
      throw new IllegalArgumentException(
          name + " misses " + missing + " values in " + rows + " rows");
    }
    Deciles.check(name, edges, counts, rows - missing);
  }

  /** The bin of a value: the number of edges below it. */
  public int bin(double value) {
    return Deciles.bin(edges, value);
  }
}
