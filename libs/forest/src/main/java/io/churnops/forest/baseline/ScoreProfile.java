package io.churnops.forest.baseline;

import java.util.Arrays;
import java.util.List;

/** How the scores of a model were spread on its hold-out: deciles, right-closed. */
public record ScoreProfile(long rows, List<Double> edges, List<Long> counts) {

  public ScoreProfile {
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
    Deciles.check("score", edges, counts, rows);
  }

  static ScoreProfile of(double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    List<Double> edges = Deciles.edges(sorted);
    return new ScoreProfile(sorted.length, edges, Deciles.counts(edges, sorted));
  }

  /** The bin of a score: the number of edges below it. */
  public int bin(double score) {
    return Deciles.bin(edges, score);
  }
}
