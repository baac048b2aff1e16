package io.churnops.monitoring.drift;

/**
 * What a population stability index says, once it is clear that it is not chance: neither by the
 * theory of the index itself, nor, where thin bins inflate it, by a test of homogeneity.
 */
enum DriftLevel {
  /** Fewer than {@value #FEWEST_ROWS} predictions, or nothing to compare them with. */
  INSUFFICIENT,
  STABLE,
  /**
   * Above .1 and not by chance, but no further than some moment of the training was from the whole
   * of it: what the calendar and the growth of a business do.
   */
  EXPECTED,
  /** Above .1, and above what chance reaches once in 20 times. */
  WARN,
  /** Above .25, and above what chance reaches once in 100 times. */
  DRIFT;

  static final int FEWEST_ROWS = 100;

  /**
   * The level of an index.
   *
   * @param usual the largest index that a moment of the training has against all of it, 0 if that
   *     is unknown
   */
  static DriftLevel of(Psi psi, Homogeneity homogeneity, double usual) {
    DriftLevel level = of(psi, homogeneity);
    boolean moved = level == WARN || level == DRIFT;
    return moved && psi.value() <= usual ? EXPECTED : level;
  }

  static DriftLevel of(Psi psi, Homogeneity homogeneity) {
    if (psi.windowRows() < FEWEST_ROWS || psi.baselineRows() == 0) {
      return INSUFFICIENT;
    }
    if (exceeds(psi, 0.25, homogeneity, 0.01)) {
      return DRIFT;
    }
    return exceeds(psi, 0.1, homogeneity, 0.05) ? WARN : STABLE;
  }

  private static boolean exceeds(Psi psi, double least, Homogeneity homogeneity, double chance) {
    return psi.value() > Math.max(least, psi.critical(1 - chance)) && homogeneity.pValue() < chance;
  }
}
