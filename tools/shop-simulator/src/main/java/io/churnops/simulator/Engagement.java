package io.churnops.simulator;

/**
 * How attached a customer is to the shop; the hidden state of the churn process. It shows only in
 * what customers do: visits, orders and opened e-mails thin out from LOYAL to GONE, the loyal join
 * the shop's programme, and who begins to cool complains or unsubscribes.
 */
enum Engagement {
  LOYAL(1.4, 0.85, 0.70),
  ACTIVE(1.0, 0.60, 0.30),
  COOLING(0.10, 0.08, 0.05),
  LAPSING(0.03, 0.02, 0.02),
  GONE(0.0, 0.01, 0);

  /** Visits and orders, relative to ACTIVE. */
  final double pull;

  /** Probability that a newsletter is opened. */
  final double openRate;

  /** Mean number of products looked at in a visit. */
  final double curiosity;

  Engagement(double pull, double openRate, double curiosity) {
    this.pull = pull;
    this.openRate = openRate;
    this.curiosity = curiosity;
  }

  boolean worseThan(Engagement other) {
    return ordinal() > other.ordinal();
  }
}
