package io.churnops.simulator;

import java.util.Comparator;
import java.util.List;

/**
 * Area under the ROC curve: the probability that a churner drawn at random has a higher score than
 * a stayer, ties counting half (Mann and Whitney's U).
 */
public final class Auc {

  private Auc() {}

  /** A score and what came of it. */
  public record Scored(double score, boolean churned) {}

  /** In [0, 1]; NaN unless there is a churner and a stayer. */
  public static double of(List<Scored> scored) {
    List<Scored> ascending =
        scored.stream().sorted(Comparator.comparingDouble(Scored::score)).toList();
    long churners = scored.stream().filter(Scored::churned).count();
    double rankSum = 0;
    for (int from = 0; from < ascending.size(); ) {
      int to = endOfTie(ascending, from);
      double rank = (from + 1 + to) / 2.0;
      for (Scored tied : ascending.subList(from, to)) {
        rankSum += tied.churned() ? rank : 0;
      }
      from = to;
    }
    double stayers = ascending.size() - churners;
    return (rankSum - churners * (churners + 1) / 2.0) / (churners * stayers);
  }

  private static int endOfTie(List<Scored> ascending, int from) {
    int to = from + 1;
    while (to < ascending.size() && ascending.get(to).score() == ascending.get(from).score()) {
      to++;
    }
    return to;
  }
}
