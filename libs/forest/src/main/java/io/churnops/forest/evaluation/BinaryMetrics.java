package io.churnops.forest.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Metrics of churn probabilities against what happened. All take scores in [0, 1] and labels (true:
 * churned) of the same length, both classes present, and throw {@link UnevaluableException}
 * otherwise. Rows with equal scores count alike, whatever their order.
 */
public final class BinaryMetrics {

  private static final int BINS = 10;
  private static final double LEAST_PROBABILITY = 1e-15;
  private static final double NORMAL_97_5 = 1.959963984540054;

  private BinaryMetrics() {}

  /** The area under the ROC curve: how often a churner outscores a stayer, ties counting half. */
  public static double auc(double[] scores, boolean[] churned) {
    return auc(ScoreGroups.of(scores, churned));
  }

  /**
   * The 95 % interval of the area under the curve, from the variance of DeLong, DeLong and
   * Clarke-Pearson (1988), cut to [0, 1]; all of it where a class has fewer than two rows.
   */
  public static Interval aucInterval(double[] scores, boolean[] churned) {
    return aucInterval(ScoreGroups.of(scores, churned));
  }

  /** The area under precision over recall, by steps: the mean precision at each churner found. */
  public static double averagePrecision(double[] scores, boolean[] churned) {
    return averagePrecision(ScoreGroups.of(scores, churned));
  }

  /** The mean squared difference between probability and outcome. */
  public static double brier(double[] scores, boolean[] churned) {
    return brier(ScoreGroups.of(scores, churned));
  }

  /** The mean negative log likelihood, in nats; probabilities are kept 1e-15 away from 0 and 1. */
  public static double logLoss(double[] scores, boolean[] churned) {
    return logLoss(ScoreGroups.of(scores, churned));
  }

  /** Ten bins of equally many rows, lowest scores first; fewer where there are fewer rows. */
  public static List<CalibrationBin> calibration(double[] scores, boolean[] churned) {
    return calibration(ScoreGroups.of(scores, churned));
  }

  /** The expected calibration error: the mean over rows of |mean score − churn rate| of a bin. */
  public static double calibrationError(List<CalibrationBin> bins) {
    double error = 0;
    int rows = 0;
    for (CalibrationBin bin : bins) {
      error += bin.rows() * Math.abs(bin.meanScore() - bin.churnRate());
      rows += bin.rows();
    }
    return error / rows;
  }

  /** Cumulative lift and gain of the highest 10 %, 20 % … 100 % of the scores. */
  public static List<LiftPoint> lift(double[] scores, boolean[] churned) {
    return lift(ScoreGroups.of(scores, churned));
  }

  /** The confusion matrix of deciding CHURN from a score of {@code threshold} on. */
  public static ThresholdMetrics atThreshold(double[] scores, boolean[] churned, double threshold) {
    return atThreshold(ScoreGroups.of(scores, churned), threshold);
  }

  /**
   * The threshold with the greatest F1 on these scores, halfway between two of them; the highest of
   * equally good ones. To be chosen on other rows than it is reported on.
   */
  public static double bestF1Threshold(double[] scores, boolean[] churned) {
    return bestF1Threshold(ScoreGroups.of(scores, churned));
  }

  static double auc(ScoreGroups groups) {
    double won = 0;
    long churnersAbove = 0;
    for (int g = 0; g < groups.size(); g++) {
      won += groups.stayers(g) * (churnersAbove + groups.churners(g) / 2.0);
      churnersAbove += groups.churners(g);
    }
    return won / groups.churners() / groups.stayers();
  }

  static Interval aucInterval(ScoreGroups groups) {
    int churners = groups.churners();
    int stayers = groups.stayers();
    if (churners < 2 || stayers < 2) {
      return new Interval(0, 1);
    }
    double auc = auc(groups);
    double ofChurners = 0;
    double ofStayers = 0;
    int churnersAbove = 0;
    int stayersBelow = stayers;
    for (int g = 0; g < groups.size(); g++) {
      stayersBelow -= groups.stayers(g);
      double beaten = (stayersBelow + groups.stayers(g) / 2.0) / stayers;
      double beatenBy = (churnersAbove + groups.churners(g) / 2.0) / churners;
      ofChurners += groups.churners(g) * (beaten - auc) * (beaten - auc);
      ofStayers += groups.stayers(g) * (beatenBy - auc) * (beatenBy - auc);
      churnersAbove += groups.churners(g);
    }
    double variance = ofChurners / (churners - 1) / churners + ofStayers / (stayers - 1) / stayers;
    double half = NORMAL_97_5 * Math.sqrt(variance);
    return new Interval(Math.max(0, auc - half), Math.min(1, auc + half));
  }

  static double averagePrecision(ScoreGroups groups) {
    double sum = 0;
    int churners = 0;
    int rows = 0;
    for (int g = 0; g < groups.size(); g++) {
      churners += groups.churners(g);
      rows += groups.rows(g);
      sum += groups.churners(g) * ((double) churners / rows);
    }
    return sum / groups.churners();
  }

  static double brier(ScoreGroups groups) {
    double sum = 0;
    for (int g = 0; g < groups.size(); g++) {
      double score = groups.score(g);
      sum += groups.churners(g) * (1 - score) * (1 - score) + groups.stayers(g) * score * score;
    }
    return sum / groups.rows();
  }

  static double logLoss(ScoreGroups groups) {
    double sum = 0;
    for (int g = 0; g < groups.size(); g++) {
      double score = Math.clamp(groups.score(g), LEAST_PROBABILITY, 1 - LEAST_PROBABILITY);
      sum -= groups.churners(g) * Math.log(score) + groups.stayers(g) * Math.log1p(-score);
    }
    return sum / groups.rows();
  }

  static List<CalibrationBin> calibration(ScoreGroups groups) {
    var bins = new ArrayList<CalibrationBin>();
    var walk = new Walk(groups);
    int before = 0;
    for (int bin = 1; bin <= BINS; bin++) {
      int end = (int) ((long) bin * groups.rows() / BINS);
      if (end > before) {
        double churnersBefore = walk.churners;
        double scoresBefore = walk.scores;
        walk.to(end);
        int rows = end - before;
        bins.addFirst(
            new CalibrationBin(
                rows,
                (walk.scores - scoresBefore) / rows,
                (walk.churners - churnersBefore) / rows));
      }
      before = end;
    }
    return List.copyOf(bins);
  }

  static List<LiftPoint> lift(ScoreGroups groups) {
    var points = new ArrayList<LiftPoint>();
    var walk = new Walk(groups);
    for (int percent = 100 / BINS; percent <= 100; percent += 100 / BINS) {
      walk.to(groups.rows() * percent / 100.0);
      double gain = walk.churners / groups.churners();
      points.add(new LiftPoint(percent, gain * 100 / percent, gain));
    }
    return List.copyOf(points);
  }

  static ThresholdMetrics atThreshold(ScoreGroups groups, double threshold) {
    int churners = 0;
    int stayers = 0;
    for (int g = 0; g < groups.size() && groups.score(g) >= threshold; g++) {
      churners += groups.churners(g);
      stayers += groups.stayers(g);
    }
    return metrics(groups, threshold, churners, stayers);
  }

  static double bestF1Threshold(ScoreGroups groups) {
    return bestThreshold(groups, ThresholdMetrics::f1, -1, 0);
  }

  /** The highest threshold whose worth is greatest and above the least; otherwise the other one. */
  static double bestThreshold(
      ScoreGroups groups,
      ToDoubleFunction<ThresholdMetrics> worth,
      double least,
      double otherwise) {
    double greatest = least;
    double best = otherwise;
    int churners = 0;
    int stayers = 0;
    for (int g = 0; g < groups.size(); g++) {
      churners += groups.churners(g);
      stayers += groups.stayers(g);
      double threshold = below(groups, g);
      double value = worth.applyAsDouble(metrics(groups, threshold, churners, stayers));
      if (value > greatest) {
        greatest = value;
        best = threshold;
      }
    }
    return best;
  }

  private static ThresholdMetrics metrics(
      ScoreGroups groups, double threshold, int churners, int stayers) {
    return new ThresholdMetrics(
        threshold, churners, stayers, groups.stayers() - stayers, groups.churners() - churners);
  }

  /** A threshold that lets this group in and the next one not. */
  private static double below(ScoreGroups groups, int group) {
    double score = groups.score(group);
    if (group + 1 == groups.size()) {
      return score;
    }
    double middle = (score + groups.score(group + 1)) / 2;
    return middle > groups.score(group + 1) ? middle : score;
  }

  /** Walks down the scores, taking part of a group where it must stop inside. */
  static final class Walk {

    private final ScoreGroups groups;
    private int group;
    private double taken;
    private double rows;
    private double churners;
    private double scores;

    Walk(ScoreGroups groups) {
      this.groups = groups;
    }

    double rows() {
      return rows;
    }

    double churners() {
      return churners;
    }

    void to(double target) {
      while (rows < target && group < groups.size()) {
        double left = groups.rows(group) - taken;
        double step = Math.min(left, target - rows);
        churners += step * groups.churners(group) / groups.rows(group);
        scores += step * groups.score(group);
        rows += step;
        taken += step;
        if (step == left) {
          group++;
          taken = 0;
        }
      }
    }
  }
}
