package io.churnops.forest.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How good scores are, all in one: discrimination (AUC with its 95 % interval, average precision),
 * the quality of the probabilities (Brier, log loss, expected calibration error with its bins),
 * lift, the decisions at a threshold, and the curves over all of them.
 *
 * @param aucInterval by DeLong's variance, rows taken for independent
 * @param intervals of {@link Bootstrap}, by the names of {@link #metrics()}; empty where nothing
 *     was drawn
 */
public record Evaluation(
    int rows,
    int positives,
    double auc,
    Interval aucInterval,
    double averagePrecision,
    double brier,
    double logLoss,
    double calibrationError,
    List<CalibrationBin> calibration,
    List<LiftPoint> lift,
    ThresholdMetrics decisions,
    Curves curves,
    Map<String, Interval> intervals) {

  public Evaluation {
    curves = curves == null ? Curves.NONE : curves;
    intervals =
        intervals == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(intervals));
    calibration = List.copyOf(calibration);
    lift = List.copyOf(lift);
  }

  /**
   * Judges churn probabilities, of which nothing is drawn.
   *
   * @throws UnevaluableException if there are no rows, or rows of one class only
   */
  public static Evaluation of(double[] scores, boolean[] churned, double threshold) {
    return of(scores, churned, threshold, Map.of());
  }

  /** Judges churn probabilities; the bootstrap is of the same rows. */
  public static Evaluation of(
      double[] scores, boolean[] churned, double threshold, Bootstrap bootstrap) {
    return of(scores, churned, threshold, bootstrap.intervals(scores, threshold));
  }

  private static Evaluation of(
      double[] scores, boolean[] churned, double threshold, Map<String, Interval> intervals) {
    ScoreGroups groups = ScoreGroups.of(scores, churned);
    List<CalibrationBin> calibration = BinaryMetrics.calibration(groups);
    return new Evaluation(
        groups.rows(),
        groups.churners(),
        BinaryMetrics.auc(groups),
        BinaryMetrics.aucInterval(groups),
        BinaryMetrics.averagePrecision(groups),
        BinaryMetrics.brier(groups),
        BinaryMetrics.logLoss(groups),
        BinaryMetrics.calibrationError(calibration),
        calibration,
        BinaryMetrics.lift(groups),
        BinaryMetrics.atThreshold(groups, threshold),
        Curves.of(groups),
        intervals);
  }

  /** The single figures by name, as a registry stores them. */
  public Map<String, Double> metrics() {
    var metrics = new TreeMap<String, Double>();
    metrics.put("rows", (double) rows);
    metrics.put("positives", (double) positives);
    metrics.put("auc", auc);
    metrics.put("aucLow", aucInterval.low());
    metrics.put("aucHigh", aucInterval.high());
    metrics.put("averagePrecision", averagePrecision);
    metrics.put("brier", brier);
    metrics.put("logLoss", logLoss);
    metrics.put("calibrationError", calibrationError);
    metrics.put("liftTopDecile", lift.getFirst().lift());
    metrics.put("threshold", decisions.threshold());
    metrics.put("precision", decisions.precision());
    metrics.put("recall", decisions.recall());
    metrics.put("f1", decisions.f1());
    return metrics;
  }
}
