package io.churnops.forest.evaluation;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Rows by descending score, to be walked down again and again while each row counts another whole
 * number of times. What depends on a score alone is computed once. Immutable.
 */
final class RankedScores {

  private static final double LEAST_PROBABILITY = 1e-15;

  private final int[] rows;
  private final boolean[] churned;
  private final double[] scores;

  /** The rank behind the last row of each score. */
  private final int[] ends;

  /** The logarithms of each score and of what it lacks to 1. */
  private final double[] logs;

  private final double[] logsOfRest;

  private RankedScores(int[] rows, boolean[] churned, double[] scores, int[] ends) {
    this.rows = rows;
    this.churned = churned;
    this.ends = ends;
    this.scores = new double[ends.length];
    this.logs = new double[ends.length];
    this.logsOfRest = new double[ends.length];
    for (int group = 0; group < ends.length; group++) {
      double score = scores[ends[group] - 1];
      double safe = Math.clamp(score, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY);
      this.scores[group] = score;
      logs[group] = Math.log(safe);
      logsOfRest[group] = Math.log1p(-safe);
    }
  }

  static RankedScores of(double[] scores, boolean[] churned) {
    if (scores.length != churned.length) {
      throw new IllegalArgumentException(scores.length + " scores, " + churned.length + " labels");
    }
    int[] rows =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer row) -> scores[row]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    boolean[] churnedByRank = new boolean[rows.length];
    double[] scoreByRank = new double[rows.length];
    for (int rank = 0; rank < rows.length; rank++) {
      churnedByRank[rank] = churned[rows[rank]];
      scoreByRank[rank] = scores[rows[rank]];
    }
    int[] ends =
        IntStream.rangeClosed(1, rows.length)
            .filter(end -> end == rows.length || scoreByRank[end] != scoreByRank[end - 1])
            .toArray();
    return new RankedScores(rows, churnedByRank, scoreByRank, ends);
  }

  /**
   * The area under the ROC curve, not a number where a class is absent.
   *
   * @param times how often each row counts, by its number
   */
  double auc(int[] times) {
    double won = 0;
    long churners = 0;
    long stayers = 0;
    int rank = 0;
    for (int end : ends) {
      long churnersHere = 0;
      long stayersHere = 0;
      for (; rank < end; rank++) {
        if (churned[rank]) {
          churnersHere += times[rows[rank]];
        } else {
          stayersHere += times[rows[rank]];
        }
      }
      won += stayersHere * (churners + churnersHere / 2.0);
      churners += churnersHere;
      stayers += stayersHere;
    }
    return won / churners / stayers;
  }

  /** All figures of scores that are probabilities; as for {@link #auc}. */
  DrawnFigures figures(int[] times, double threshold) {
    double precisions = 0;
    double squares = 0;
    double losses = 0;
    long churners = 0;
    long stayers = 0;
    long found = 0;
    long falseAlarms = 0;
    int rank = 0;
    for (int group = 0; group < ends.length; group++) {
      double score = scores[group];
      long churnersHere = 0;
      long stayersHere = 0;
      for (; rank < ends[group]; rank++) {
        if (churned[rank]) {
          churnersHere += times[rows[rank]];
        } else {
          stayersHere += times[rows[rank]];
        }
      }
      churners += churnersHere;
      stayers += stayersHere;
      if (churnersHere > 0) {
        precisions += churnersHere * ((double) churners / (churners + stayers));
      }
      squares += churnersHere * (1 - score) * (1 - score) + stayersHere * score * score;
      losses -= churnersHere * logs[group] + stayersHere * logsOfRest[group];
      if (score >= threshold) {
        found = churners;
        falseAlarms = stayers;
      }
    }
    double counted = churners + stayers;
    return new DrawnFigures(
        auc(times),
        precisions / churners,
        squares / counted,
        losses / counted,
        found + falseAlarms == 0 ? 0 : (double) found / (found + falseAlarms),
        (double) found / churners,
        2.0 * found / (found + falseAlarms + churners));
  }
}
