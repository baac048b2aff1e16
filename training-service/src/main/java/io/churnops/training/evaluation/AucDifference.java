package io.churnops.training.evaluation;

import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Bootstrap;
import io.churnops.forest.evaluation.Interval;
import java.util.stream.IntStream;

/**
 * How far apart two rankings of the same rows are.
 *
 * @param difference of their AUCs
 * @param standardError of the difference; infinite where a class has fewer than two rows, or rows
 *     of fewer than two customers, of which no variance can be told
 */
public record AucDifference(double difference, double standardError) {

  private static final double NORMAL_95 = 1.6448536269514722;
  private static final double NORMAL_97_5 = 1.959963984540054;
  private static final long SEED = 1;

  /**
   * Compares two scores of the same rows, of which some churned and some stayed and no two are of
   * the same customer: DeLong's variance takes each for news.
   */
  public static AucDifference of(double[] first, double[] second, boolean[] churned) {
    return Ranking.of(first, churned).minus(Ranking.of(second, churned));
  }

  /**
   * Compares two scores of the same rows where customers have several, by drawing customers again:
   * what a customer's second row tells is largely what the first did.
   *
   * @param customers one number per row, equal for rows of the same customer
   */
  public static AucDifference byCustomer(
      double[] first, double[] second, boolean[] churned, int[] customers) {
    double difference = BinaryMetrics.auc(first, churned) - BinaryMetrics.auc(second, churned);
    boolean varies =
        areOfSeveral(customers, churned, true) && areOfSeveral(customers, churned, false);
    return new AucDifference(
        difference,
        varies
            ? Bootstrap.of(churned, customers, SEED).aucDifferenceError(first, second)
            : Double.POSITIVE_INFINITY);
  }

  private static boolean areOfSeveral(int[] customers, boolean[] churned, boolean outcome) {
    return IntStream.range(0, customers.length)
            .filter(row -> churned[row] == outcome)
            .map(row -> customers[row])
            .distinct()
            .limit(2)
            .count()
        == 2;
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
