package io.churnops.simulator;

import java.util.List;

/** The world outside the customers on a given day, as the drifts of the plan have made it. */
final class Market {

  private static final double USUAL_APP_SHARE = 0.3;
  private static final double ELASTICITY = -1.5;

  private final List<Drift> drifts;

  Market(List<Drift> drifts) {
    this.drifts = List.copyOf(drifts);
  }

  /** Prices relative to the catalogue. */
  double price(long day) {
    double factor = 1;
    for (Drift drift : drifts) {
      if (drift instanceof Drift.PriceRise rise && begun(drift, day)) {
        factor *= 1 + rise.share();
      }
    }
    return factor;
  }

  /** Orders relative to those at catalogue prices. */
  double demand(long day) {
    return StrictMath.pow(price(day), ELASTICITY);
  }

  /** The part of the visits that comes through the app. */
  double appShare(long day) {
    double share = USUAL_APP_SHARE;
    for (Drift drift : drifts) {
      if (drift instanceof Drift.ChannelShift shift && begun(drift, day)) {
        share = shift.appShare();
      }
    }
    return share;
  }

  /** Whether the shop still sees what this customer looks at. */
  boolean tracks(Traits traits, long day) {
    for (Drift drift : drifts) {
      if (drift instanceof Drift.TrackingBreak broken
          && begun(drift, day)
          && traits.visibility() < broken.share()) {
        return false;
      }
    }
    return true;
  }

  /** Whether engagement still decides who buys. */
  boolean engagementDecides(long day) {
    for (Drift drift : drifts) {
      if (drift instanceof Drift.ConceptChange && begun(drift, day)) {
        return false;
      }
    }
    return true;
  }

  private static boolean begun(Drift drift, long day) {
    return drift.from().toEpochDay() <= day;
  }
}
