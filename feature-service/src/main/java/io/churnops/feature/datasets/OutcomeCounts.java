package io.churnops.feature.datasets;

import io.churnops.features.engine.Outcome;

/** How often a label said what. */
final class OutcomeCounts {

  private final long[] counts = new long[Outcome.values().length];

  void add(Outcome outcome) {
    counts[outcome.ordinal()]++;
  }

  void add(OutcomeCounts more) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += more.counts[i];
    }
  }

  long of(Outcome outcome) {
    return counts[outcome.ordinal()];
  }

  long labelled() {
    return of(Outcome.CHURNED) + of(Outcome.STAYED);
  }
}
