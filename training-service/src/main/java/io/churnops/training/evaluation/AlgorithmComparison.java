package io.churnops.training.evaluation;

import io.churnops.forest.ModelParameters;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Bootstrap;
import io.churnops.forest.evaluation.Interval;

/**
 * One of the algorithms that a run compared on the same rows.
 *
 * @param validationAuc by which the best is chosen: on the validation rows; in folds, of the scores
 *     of all rows before they are calibrated
 * @param auc on the test rows, after the choice, fitted to all rows of the past; in folds, of the
 *     probabilities of all rows
 * @param difference the published model's AUC on the test rows minus this one's
 * @param low of the 95 % interval of the difference, by paired bootstrap over customers
 * @param high of the interval
 * @param published whether this is the one that became the version
 */
public record AlgorithmComparison(
    ModelParameters parameters,
    double validationAuc,
    double auc,
    double difference,
    double low,
    double high,
    boolean published) {

  /** The one that became the version. */
  public static AlgorithmComparison ofPublished(
      ModelParameters parameters, double validationAuc, double auc) {
    return new AlgorithmComparison(parameters, validationAuc, auc, 0, 0, 0, true);
  }

  /**
   * Another one, by its scores of the test rows beside those of the published one.
   *
   * @param bootstrap of the test rows
   */
  public static AlgorithmComparison ofAnother(
      ModelParameters parameters,
      double validationAuc,
      double[] scores,
      double[] published,
      boolean[] churned,
      Bootstrap bootstrap) {
    double auc = BinaryMetrics.auc(scores, churned);
    Interval interval = bootstrap.aucDifference(published, scores);
    return new AlgorithmComparison(
        parameters,
        validationAuc,
        auc,
        BinaryMetrics.auc(published, churned) - auc,
        interval.low(),
        interval.high(),
        false);
  }
}
