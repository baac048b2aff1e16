package io.churnops.training.search;

/** How much better than the best a guess is expected to turn out (Jones, Schonlau, Welch 1998). */
final class ExpectedImprovement {

  private ExpectedImprovement() {}

  /** Of a value that is normal with this mean and deviation over an incumbent. */
  static double of(double mean, double deviation, double incumbent) {
    double ahead = mean - incumbent;
    if (deviation <= 0) {
      return Math.max(0, ahead);
    }
    double z = ahead / deviation;
    return ahead * cumulative(z) + deviation * density(z);
  }

  private static double density(double z) {
    return StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * Math.PI);
  }

  /** Abramowitz and Stegun 26.2.17, right to 7.5e-8. */
  private static double cumulative(double z) {
    double t = 1 / (1 + 0.2316419 * Math.abs(z));
    double tail =
        density(z)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return z >= 0 ? 1 - tail : tail;
  }
}
