package io.churnops.monitoring.drift;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The population stability index of two samples in the same bins, in nats: the sum of (w − b)·ln(w
 * / b) over the bins' shares, each at least {@value #LEAST_SHARE}.
 *
 * <p>A fixed threshold says little: without any drift, PSI is distributed about as (1/n + 1/m)·χ²
 * with one degree of freedom less than bins (Yurdakul 2018, dissertation 3208 of Western Michigan
 * University), so {@link #critical} gives what chance alone reaches.
 *
 * @param value the index
 * @param bins that hold anything in either sample
 * @param baselineRows n
 * @param windowRows m
 */
record Psi(double value, int bins, long baselineRows, long windowRows) {

  private static final double LEAST_SHARE = 1e-4;

  /** Of counts by bin. */
  static Psi of(long[] baseline, long[] window) {
    if (baseline.length != window.length) {
      throw new IllegalArgumentException(
          baseline.length + " bins against " + window.length + " bins");
    }
    long n = sum(baseline);
    long m = sum(window);
    double value = 0;
    int bins = 0;
    for (int i = 0; i < baseline.length; i++) {
      if (baseline[i] > 0 || window[i] > 0) {
        double expected = share(baseline[i], n);
        double seen = share(window[i], m);
        value += (seen - expected) * Math.log(seen / expected);
        bins++;
      }
    }
    return new Psi(n == 0 || m == 0 ? 0 : value, bins, n, m);
  }

  /**
   * What the index exceeds by chance with a probability of {@code 1 - confidence}.
   *
   * @param confidence between 0 and 1, for example .99
   */
  double critical(double confidence) {
    if (bins < 2 || baselineRows == 0 || windowRows == 0) {
      return 0;
    }
    return ChiSquaredDistribution.of(bins - 1.0).inverseCumulativeProbability(confidence)
        * (1.0 / baselineRows + 1.0 / windowRows);
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  private static double share(long count, long of) {
    return of == 0 ? LEAST_SHARE : Math.max(LEAST_SHARE, (double) count / of);
  }
}
