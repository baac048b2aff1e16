package io.churnops.forest.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Right-closed bins between ascending edges: bin 0 holds values up to the first edge, the last bin
 * everything above the last.
 */
final class Deciles {

  private static final int BINS = 10;

  private Deciles() {}

  /**
   * The inner deciles of sorted values, each once. Fewer where values repeat; none where all are
   * equal. The greatest value is no edge, as the bin above it would be empty.
   */
  static List<Double> edges(double[] sorted) {
    var edges = new ArrayList<Double>();
    for (int k = 1; k < BINS && sorted.length > 0; k++) {
      double edge = sorted[Math.ceilDiv(k * sorted.length, BINS) - 1];
      boolean fresh = edges.isEmpty() || edge > edges.getLast();
      if (fresh && edge < sorted[sorted.length - 1]) {
        edges.add(edge);
      }
    }
    return edges;
  }

  static List<Long> counts(List<Double> edges, double[] values) {
    long[] counts = new long[edges.size() + 1];
    for (double value : values) {
      counts[bin(edges, value)]++;
    }
    return Arrays.stream(counts).boxed().toList();
  }

  /** The number of edges below the value. */
  static int bin(List<Double> edges, double value) {
    int bin = 0;
    while (bin < edges.size() && edges.get(bin) < value) {
      bin++;
    }
    return bin;
  }

  static void check(String name, List<Double> edges, List<Long> counts, long binned) {
    for (int i = 0; i < edges.size(); i++) {
      if (!Double.isFinite(edges.get(i)) || (i > 0 && edges.get(i) <= edges.get(i - 1))) {
        throw new IllegalArgumentException("the edges of " + name + " do not ascend: " + edges);
      }
    }
    if (counts.size() != edges.size() + 1) {
      throw new IllegalArgumentException(
          name + " has " + counts.size() + " counts for " + edges.size() + " edges");
    }
    if (counts.stream().anyMatch(count -> count < 0)
        || counts.stream().mapToLong(Long::longValue).sum() != binned) {
      throw new IllegalArgumentException(
          "the counts of " + name + " do not add up to " + binned + ": " + counts);
    }
  }
}
