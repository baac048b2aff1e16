package io.churnops.features.engine;

import java.util.PriorityQueue;
import java.util.Queue;

/** One label on its way over one customer's events. */
final class LabelPass {

  private final LabelDefinition label;
  private final long maturity;
  private final Queue<Long> eligibleTimes = new PriorityQueue<>();

  LabelPass(LabelDefinition label, long maturity) {
    this.label = label;
    this.maturity = maturity;
  }

  /** Takes in an event that is known by the next cutoff. */
  void admit(CustomerEvent event) {
    if (label.countsForEligibility(event)) {
      eligibleTimes.add(event.timeMicros());
    }
  }

  /** Whether the question is asked at a cutoff; to be called with rising cutoffs. */
  boolean isEligible(long cutoff) {
    long start = cutoff - label.eligibilityMicros();
    for (Long oldest = eligibleTimes.peek();
        oldest != null && oldest < start;
        oldest = eligibleTimes.peek()) {
      eligibleTimes.remove();
    }
    return eligibleTimes.size() >= label.eligibleFrom();
  }

  boolean showsLoyalty(CustomerEvent event, long cutoff) {
    return event.timeMicros() < cutoff + label.horizonMicros() && label.showsLoyalty(event);
  }

  Outcome outcome(long cutoff, boolean loyal) {
    if (cutoff + label.horizonMicros() > maturity) {
      return Outcome.IMMATURE;
    }
    return loyal ? Outcome.STAYED : Outcome.CHURNED;
  }
}
