package io.churnops.monitoring.drift;

/** What a population stability index says, once it is clear that it is not chance. */
enum DriftLevel {
  /** Fewer than {@value #FEWEST_ROWS} predictions: nothing can be said. */
  INSUFFICIENT,
  STABLE,
  /** Above .1, and above what chance reaches once in 20 times. */
  WARN,
  /** Above .25, and above what chance reaches once in 100 times. */
  DRIFT;

  static final int FEWEST_ROWS = 100;

  private static final double NOTABLE = 0.1;
  private static final double LARGE = 0.25;

  static DriftLevel of(Psi psi) {
    if (psi.windowRows() < FEWEST_ROWS) {
      return INSUFFICIENT;
    }
    if (psi.value() > Math.max(LARGE, psi.critical(0.99))) {
      return DRIFT;
    }
    return psi.value() > Math.max(NOTABLE, psi.critical(0.95)) ? WARN : STABLE;
  }
}
