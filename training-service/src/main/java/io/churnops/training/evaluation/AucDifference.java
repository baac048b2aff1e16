package io.churnops.training.evaluation;

import io.churnops.forest.evaluation.Interval;

/**
 * How far apart two rankings of the same rows are.
 *
 * @param difference of their AUCs
 * @param standardError of the difference; infinite where a class has fewer than two rows, of which
 *     no variance can be told
 */
public record AucDifference(double difference, double standardError) {

  private static final double NORMAL_95 = 1.6448536269514722;
  private static final double NORMAL_97_5 = 1.959963984540054;

  /** Compares two scores of the same rows, of which some churned and some stayed. */
  public static AucDifference of(double[] first, double[] second, boolean[] churned) {
    return Ranking.of(first, churned).minus(Ranking.of(second, churned));
  }

  /** The 95 % confidence interval of the difference, cut to what a difference can be. */
  public Interval interval() {
    double reach = NORMAL_97_5 * standardError;
    return new Interval(Math.max(-1, difference - reach), Math.min(1, difference + reach));
  }

  /** True when the first ranking is better beyond chance: one-sided, at the 5 % level. */
  public boolean better() {
    return difference > 0 && difference > NORMAL_95 * standardError;
  }
}
