package io.churnops.monitoring.drift;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Pearson's chi-squared test that two samples in the same bins come from one distribution. Bins too
 * thin for the test's approximation, those of which a sample expects fewer than 5, are taken
 * together; there {@link Psi} runs far above what its own theory allows for chance.
 *
 * @param statistic 0 where one bin holds everything, or a sample nothing
 */
record Homogeneity(double statistic, int degreesOfFreedom) {

  private static final double LEAST_EXPECTED = 5;
  private static final Homogeneity NO_DIFFERENCE = new Homogeneity(0, 0);

  /** Of counts by bin. */
  static Homogeneity of(long[] baseline, long[] window) {
    double n = sum(baseline);
    double m = sum(window);
    if (n == 0 || m == 0) {
      return NO_DIFFERENCE;
    }
    double baselineShare = n / (n + m);
    double windowShare = m / (n + m);
    double thinnest = LEAST_EXPECTED / Math.min(baselineShare, windowShare);
    double statistic = 0;
    int cells = 0;
    long thinBaseline = 0;
    long thinWindow = 0;
    for (int i = 0; i < baseline.length; i++) {
      if (baseline[i] + window[i] < thinnest) {
        thinBaseline += baseline[i];
        thinWindow += window[i];
      } else {
        statistic += cell(baseline[i], window[i], baselineShare, windowShare);
        cells++;
      }
    }
    if (thinBaseline + thinWindow > 0) {
      statistic += cell(thinBaseline, thinWindow, baselineShare, windowShare);
      cells++;
    }
    return cells < 2 ? NO_DIFFERENCE : new Homogeneity(statistic, cells - 1);
  }

  /** How probable it is that chance alone makes such a difference, or a larger one. */
  double pValue() {
    return degreesOfFreedom == 0
        ? 1
        : ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(statistic);
  }

  private static double cell(long baseline, long window, double baselineShare, double windowShare) {
    double baselineExpected = (baseline + window) * baselineShare;
    double windowExpected = (baseline + window) * windowShare;
    // The differences are equal but for their sign.
    double difference = baseline - baselineExpected;
    return difference * difference * (1 / baselineExpected + 1 / windowExpected);
  }

  private static double sum(long[] counts) {
    double sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
