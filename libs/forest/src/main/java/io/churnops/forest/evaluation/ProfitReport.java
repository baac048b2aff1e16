package io.churnops.forest.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign would have earned among the test rows, per customer of all.
 *
 * @param breakEven the churn probability from which contacting pays; absent where it never does
 * @param atThreshold from the model's threshold on
 * @param atHalf from .5 on
 * @param everyone were all contacted
 * @param curve were the riskiest 1 %, 2 % … 100 % contacted
 */
public record ProfitReport(
    CampaignCosts costs,
    @Nullable Double breakEven,
    double atThreshold,
    double atHalf,
    double everyone,
    List<Point> curve) {

  private static final int PERCENT = 100;

  public ProfitReport {
    curve = List.copyOf(curve);
  }

  /** The profit per customer of contacting so many percent. */
  public record Point(int percent, double profit) {}

  /** Judges churn probabilities by costs. */
  public static ProfitReport of(
      CampaignCosts costs, double[] scores, boolean[] churned, double threshold) {
    ScoreGroups groups = ScoreGroups.of(scores, churned);
    var curve = new ArrayList<Point>();
    var walk = new BinaryMetrics.Walk(groups);
    for (int percent = 1; percent <= PERCENT; percent++) {
      walk.to((double) groups.rows() * percent / PERCENT);
      double profit =
          walk.churners() * costs.perChurner()
              + (walk.rows() - walk.churners()) * costs.perStayer();
      curve.add(new Point(percent, profit / groups.rows()));
    }
    return new ProfitReport(
        costs,
        costs.breakEven() <= 1 ? costs.breakEven() : null,
        costs.profit(BinaryMetrics.atThreshold(groups, threshold)),
        costs.profit(BinaryMetrics.atThreshold(groups, 0.5)),
        curve.getLast().profit(),
        curve);
  }
}
