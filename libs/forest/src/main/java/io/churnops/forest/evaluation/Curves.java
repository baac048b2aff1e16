package io.churnops.forest.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * What every threshold would give, as points to draw, the highest threshold first; of many distinct
 * scores at most about {@value #MOST_POINTS} evenly spread rows' thresholds are kept.
 *
 * @param roc from (0, 0) to (1, 1)
 */
public record Curves(List<RocPoint> roc, List<PrecisionRecallPoint> precisionRecall) {

  static final int MOST_POINTS = 200;

  /** For a card from before there were curves. */
  public static final Curves NONE = new Curves(List.of(), List.of());

  public Curves {
    roc = List.copyOf(roc);
    precisionRecall = List.copyOf(precisionRecall);
  }

  /** The share of stayers contacted in vain, and of churners found. */
  public record RocPoint(double threshold, double falsePositiveRate, double truePositiveRate) {}

  /** The share of contacted who churn, and of churners found. */
  public record PrecisionRecallPoint(double threshold, double recall, double precision) {}

  static Curves of(ScoreGroups groups) {
    var roc = new ArrayList<RocPoint>();
    var precisionRecall = new ArrayList<PrecisionRecallPoint>();
    roc.add(new RocPoint(1, 0, 0));
    int churners = 0;
    int stayers = 0;
    long nextRow = 0;
    for (int g = 0; g < groups.size(); g++) {
      churners += groups.churners(g);
      stayers += groups.stayers(g);
      int rows = churners + stayers;
      if (rows > nextRow || g + 1 == groups.size()) {
        double recall = (double) churners / groups.churners();
        double score = groups.score(g);
        roc.add(new RocPoint(score, (double) stayers / groups.stayers(), recall));
        precisionRecall.add(new PrecisionRecallPoint(score, recall, (double) churners / rows));
        nextRow = rows + groups.rows() / MOST_POINTS;
      }
    }
    return new Curves(roc, precisionRecall);
  }
}
