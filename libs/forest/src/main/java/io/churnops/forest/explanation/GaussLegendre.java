package io.churnops.forest.explanation;

/**
 * The points and weights by which the integral from 0 to 1 of any polynomial of a degree below
 * twice their number is a sum: the roots of the Legendre polynomial (Abramowitz and Stegun,
 * 25.4.30).
 */
record GaussLegendre(double[] points, double[] weights) {

  /** More than it takes for every root to stand still. */
  private static final int NEWTON_STEPS = 10;

  static GaussLegendre of(int count) {
    double[] points = new double[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      double root = StrictMath.cos(Math.PI * (i + 0.75) / (count + 0.5));
      for (int step = 0; step < NEWTON_STEPS; step++) {
        Legendre at = Legendre.of(count, root);
        root -= at.value() / at.slope();
      }
      double slope = Legendre.of(count, root).slope();
      points[i] = (1 - root) / 2;
      weights[i] = 1 / ((1 - root * root) * slope * slope);
    }
    return new GaussLegendre(points, weights);
  }

  int count() {
    return points.length;
  }

  /** A Legendre polynomial at one place between -1 and 1. */
  private record Legendre(double value, double slope) {

    static Legendre of(int degree, double x) {
      double before = 1;
      double value = x;
      for (int n = 2; n <= degree; n++) {
        double next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
        before = value;
        value = next;
      }
      return new Legendre(value, degree * (x * value - before) / (x * x - 1));
    }
  }
}
