package io.churnops.forest.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds how scores become probabilities, from rows the forest has not learnt from. Which method is
 * decided by the log loss in {@value #FOLDS} folds of these rows; the scores stay as they are where
 * neither does better.
 */
public final class CalibratorFitter {

  private static final int FOLDS = 5;

  /** With fewer of a class, a calibrator would follow chance. */
  private static final int FEWEST_OF_A_CLASS = 50;

  /** An isotonic step of fewer rows would follow chance too. */
  private static final int STEPS = 50;

  private static final int PLATT_KNOTS = 200;
  private static final int NEWTON_STEPS = 50;
  private static final double LEAST_ODDS_SCORE = 1e-6;
  private static final double LEAST_SLOPE = 1e-3;

  private CalibratorFitter() {}

  /** The calibrator with the least log loss on rows left out. */
  public static Calibrator fit(double[] scores, boolean[] churned) {
    int positives = (int) IntStream.range(0, churned.length).filter(row -> churned[row]).count();
    if (Math.min(positives, churned.length - positives) < FEWEST_OF_A_CLASS) {
      return Calibrator.none();
    }
    Calibrator.Method best = Calibrator.Method.NONE;
    double least = Double.POSITIVE_INFINITY;
    for (Calibrator.Method method : Calibrator.Method.values()) {
      double loss = lossLeftOut(method, scores, churned);
      if (loss < least) {
        least = loss;
        best = method;
      }
    }
    return fit(best, scores, churned);
  }

  /** A calibrator by one method; rows of both classes are needed. */
  public static Calibrator fit(Calibrator.Method method, double[] scores, boolean[] churned) {
    return switch (method) {
      case NONE -> Calibrator.none();
      case PLATT -> platt(scores, churned);
      case ISOTONIC -> isotonic(scores, churned);
    };
  }

  /** Churners and stayers are dealt to the folds in turn, so that each fold has both. */
  private static double lossLeftOut(Calibrator.Method method, double[] scores, boolean[] churned) {
    int[] folds = new int[scores.length];
    int churners = 0;
    int stayers = 0;
    for (int row = 0; row < folds.length; row++) {
      folds[row] = (churned[row] ? churners++ : stayers++) % FOLDS;
    }
    double sum = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      int leftOut = fold;
      int[] learnt = IntStream.range(0, folds.length).filter(i -> folds[i] != leftOut).toArray();
      int[] judged = IntStream.range(0, folds.length).filter(i -> folds[i] == leftOut).toArray();
      Calibrator calibrator = fit(method, pick(scores, learnt), pick(churned, learnt));
      sum +=
          judged.length
              * BinaryMetrics.logLoss(
                  calibrator.probabilities(pick(scores, judged)), pick(churned, judged));
    }
    return sum / scores.length;
  }

  private static double[] pick(double[] values, int[] rows) {
    return IntStream.of(rows).mapToDouble(row -> values[row]).toArray();
  }

  private static boolean[] pick(boolean[] values, int[] rows) {
    boolean[] picked = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = values[rows[i]];
    }
    return picked;
  }

  /** By Newton's method, with the targets that Platt shrinks for few rows. */
  private static Calibrator platt(double[] scores, boolean[] churned) {
    int positives = (int) IntStream.range(0, churned.length).filter(row -> churned[row]).count();
    double high = (positives + 1.0) / (positives + 2.0);
    double low = 1.0 / (churned.length - positives + 2.0);
    double slope = 1;
    double intercept = 0;
    for (int step = 0; step < NEWTON_STEPS; step++) {
      double gradientSlope = 0;
      double gradientIntercept = 0;
      double slopeSlope = 1e-9;
      double slopeIntercept = 0;
      double interceptIntercept = 1e-9;
      for (int row = 0; row < scores.length; row++) {
        double odds = logOdds(scores[row]);
        double probability = logistic(slope * odds + intercept);
        double off = probability - (churned[row] ? high : low);
        double weight = probability * (1 - probability);
        gradientSlope += off * odds;
        gradientIntercept += off;
        slopeSlope += weight * odds * odds;
        slopeIntercept += weight * odds;
        interceptIntercept += weight;
      }
      double determinant = slopeSlope * interceptIntercept - slopeIntercept * slopeIntercept;
      double slopeStep =
          (interceptIntercept * gradientSlope - slopeIntercept * gradientIntercept) / determinant;
      double interceptStep =
          (slopeSlope * gradientIntercept - slopeIntercept * gradientSlope) / determinant;
      slope -= slopeStep;
      intercept -= interceptStep;
      if (Math.abs(slopeStep) + Math.abs(interceptStep) < 1e-10) {
        break;
      }
    }
    if (!(slope > LEAST_SLOPE) || !Double.isFinite(intercept)) {
      return Calibrator.none(); // scores that rank the wrong way round are not turned here
    }
    var knots = new Knots();
    for (int i = 1; i < PLATT_KNOTS; i++) {
      double score = (double) i / PLATT_KNOTS;
      knots.add(score, logistic(slope * logOdds(score) + intercept));
    }
    return knots.build(Calibrator.Method.PLATT);
  }

  private static double logOdds(double score) {
    double inside = Math.clamp(score, LEAST_ODDS_SCORE, 1 - LEAST_ODDS_SCORE);
    return Math.log(inside / (1 - inside));
  }

  private static double logistic(double odds) {
    return 1 / (1 + Math.exp(-odds));
  }

  /**
   * Neighbouring scores are pooled to at least a {@value #STEPS}th of the rows, then wherever the
   * churn rate would fall.
   */
  private static Calibrator isotonic(double[] scores, boolean[] churned) {
    ScoreGroups groups = ScoreGroups.of(scores, churned);
    int fewest = Math.max(1, groups.rows() / STEPS);
    var pools = new ArrayList<Pool>();
    Pool next = Pool.EMPTY;
    for (int g = groups.size() - 1; g >= 0; g--) {
      next =
          next.with(new Pool(groups.rows(g), groups.rows(g) * groups.score(g), groups.churners(g)));
      if (next.rows() >= fewest || g == 0) {
        push(pools, next);
        next = Pool.EMPTY;
      }
    }
    var knots = new Knots();
    double least = 0.5 / groups.rows();
    for (Pool pool : pools) {
      knots.add(pool.scores() / pool.rows(), Math.clamp(pool.rate(), least, 1 - least));
    }
    return knots.build(Calibrator.Method.ISOTONIC);
  }

  private static void push(List<Pool> pools, Pool next) {
    Pool last = next;
    while (!pools.isEmpty() && pools.getLast().rate() >= last.rate()) {
      last = pools.removeLast().with(last);
    }
    pools.add(last);
  }

  private record Pool(double rows, double scores, double churners) {

    static final Pool EMPTY = new Pool(0, 0, 0);

    Pool with(Pool other) {
      return new Pool(rows + other.rows, scores + other.scores, churners + other.churners);
    }

    double rate() {
      return churners / rows;
    }
  }

  /** Knots between (0, 0) and (1, 1); one that would not ascend is left out. */
  private static final class Knots {

    private final List<Double> scores = new ArrayList<>(List.of(0.0));
    private final List<Double> probabilities = new ArrayList<>(List.of(0.0));

    void add(double score, double probability) {
      if (score > scores.getLast()
          && score < 1
          && probability > probabilities.getLast()
          && probability < 1) {
        scores.add(score);
        probabilities.add(probability);
      }
    }

    Calibrator build(Calibrator.Method method) {
      scores.add(1.0);
      probabilities.add(1.0);
      return new Calibrator(method, scores, probabilities);
    }
  }
}
