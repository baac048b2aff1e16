package io.churnops.forest.evaluation;

/**
 * The figures of rows of which each counts a whole number of times, from one walk down the scores;
 * not a number where a class is absent.
 */
record DrawnFigures(
    double auc,
    double averagePrecision,
    double brier,
    double logLoss,
    double precision,
    double recall,
    double f1) {

  private static final double LEAST_PROBABILITY = 1e-15;

  /** Walks down {@code order}, the rows by descending score. */
  static DrawnFigures of(
      double[] scores, boolean[] churned, int[] order, int[] weights, double threshold) {
    double won = 0;
    double precisions = 0;
    double squares = 0;
    double logs = 0;
    long churners = 0;
    long stayers = 0;
    long found = 0;
    long falseAlarms = 0;
    int at = 0;
    while (at < order.length) {
      double score = scores[order[at]];
      long churnersHere = 0;
      long stayersHere = 0;
      for (; at < order.length && scores[order[at]] == score; at++) {
        if (churned[order[at]]) {
          churnersHere += weights[order[at]];
        } else {
          stayersHere += weights[order[at]];
        }
      }
      won += stayersHere * (churners + churnersHere / 2.0);
      churners += churnersHere;
      stayers += stayersHere;
      if (churnersHere > 0) {
        precisions += churnersHere * ((double) churners / (churners + stayers));
      }
      double safe = Math.clamp(score, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY);
      squares += churnersHere * (1 - score) * (1 - score) + stayersHere * score * score;
      logs -= churnersHere * Math.log(safe) + stayersHere * Math.log1p(-safe);
      if (score >= threshold) {
        found = churners;
        falseAlarms = stayers;
      }
    }
    double rows = churners + stayers;
    return new DrawnFigures(
        won / churners / stayers,
        precisions / churners,
        squares / rows,
        logs / rows,
        found + falseAlarms == 0 ? 0 : (double) found / (found + falseAlarms),
        (double) found / churners,
        2.0 * found / (found + falseAlarms + churners));
  }
}
