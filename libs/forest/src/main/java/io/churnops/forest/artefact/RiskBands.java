package io.churnops.forest.artefact;

/**
 * Where the risk bands begin, as churn probabilities; below {@code medium} the risk is low.
 *
 * @param medium above 0
 * @param high at least medium
 * @param critical at least high, at most 1
 */
public record RiskBands(double medium, double high, double critical) {

  public RiskBands {
    if (!(0 < medium && medium <= high && high <= critical && critical <= 1)) {
      throw new IllegalArgumentException(
          "risk bands must ascend within (0, 1]: " + medium + ", " + high + ", " + critical);
    }
  }

  /** Bands around a decision threshold: high from it on, the others half way to 0 and to 1. */
  public static RiskBands around(double threshold) {
    return new RiskBands(threshold / 2, threshold, (1 + threshold) / 2);
  }

  public RiskBand of(double churnProbability) {
    if (churnProbability >= critical) {
      return RiskBand.CRITICAL;
    }
    if (churnProbability >= high) {
      return RiskBand.HIGH;
    }
    return churnProbability >= medium ? RiskBand.MEDIUM : RiskBand.LOW;
  }
}
