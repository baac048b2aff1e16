package io.churnops.forest.evaluation;

/**
 * What a retention campaign costs and saves, all in the same currency. A churner who is contacted
 * takes the offer with the acceptance rate and then stays; a stayer takes it always, for nothing
 * (Verbraken, Verbeke and Baesens 2013, with a fixed acceptance rate).
 *
 * @param contactCost of reaching one customer, at least 0
 * @param incentiveCost of one offer that is taken, at least 0
 * @param acceptanceRate the share of contacted churners who stay for the offer, above 0 to 1
 * @param customerValue of a customer who is kept, above the incentive
 */
public record CampaignCosts(
    double contactCost, double incentiveCost, double acceptanceRate, double customerValue) {

  public CampaignCosts {
    require(contactCost >= 0 && Double.isFinite(contactCost), "contactCost must be at least 0");
    require(
        incentiveCost >= 0 && Double.isFinite(incentiveCost), "incentiveCost must be at least 0");
    require(
        acceptanceRate > 0 && acceptanceRate <= 1, "acceptanceRate must be above 0 and at most 1");
    require(
        customerValue > incentiveCost && Double.isFinite(customerValue),
        "customerValue must be above incentiveCost");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** What contacting a churner yields on average. */
  public double perChurner() {
    return acceptanceRate * (customerValue - incentiveCost) - contactCost;
  }

  /** What contacting a stayer yields: a loss. */
  public double perStayer() {
    return -(incentiveCost + contactCost);
  }

  /**
   * The churn probability from which contacting pays, were every probability right; above 1 where
   * it never does.
   */
  public double breakEven() {
    double loss = -perStayer();
    return perChurner() <= 0 ? Double.MAX_VALUE : loss / (perChurner() + loss);
  }

  /** The profit of contacting those from a threshold on, per customer of all. */
  public double profit(ThresholdMetrics decisions) {
    double rows =
        (double) decisions.truePositives()
            + decisions.falsePositives()
            + decisions.trueNegatives()
            + decisions.falseNegatives();
    return (decisions.truePositives() * perChurner() + decisions.falsePositives() * perStayer())
        / rows;
  }
}
