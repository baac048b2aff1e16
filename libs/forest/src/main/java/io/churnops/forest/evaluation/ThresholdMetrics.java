package io.churnops.forest.evaluation;

/**
 * What deciding CHURN from a score of {@code threshold} on makes of the rows: the confusion matrix
 * and its ratios, which are 0 where their denominator is.
 */
public record ThresholdMetrics(
    double threshold,
    int truePositives,
    int falsePositives,
    int trueNegatives,
    int falseNegatives) {

  public double precision() {
    return ratio(truePositives, truePositives + falsePositives);
  }

  public double recall() {
    return ratio(truePositives, truePositives + falseNegatives);
  }

  /** The harmonic mean of precision and recall. */
  public double f1() {
    return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  private static double ratio(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
