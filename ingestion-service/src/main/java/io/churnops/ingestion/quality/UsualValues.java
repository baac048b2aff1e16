package io.churnops.ingestion.quality;

import java.util.Arrays;

/**
 * The values that came last, in bounded memory, and how far a new one lies from them: the robust
 * z-score 0.6745 (x - median) / MAD of Iglewicz and Hoaglin (How to Detect and Handle Outliers,
 * 1993). Where more than half of the values are equal the MAD is 0 and the mean absolute deviation
 * from the median takes its place, as they propose; where all are equal nothing is an outlier.
 * Median and MAD are computed anew every so many values, so that a value costs little. Every value
 * is taken in, outliers too: up to half of them cannot move the score much, and a lasting change
 * becomes usual.
 */
final class UsualValues {

  /** Values that are remembered. */
  static final int WINDOW = 1_024;

  private static final int RENEW_EVERY = 64;
  private static final double MAD_FACTOR = 0.6745;
  private static final double MEAN_FACTOR = 1 / 1.253314;

  private final int minimum;
  private final double[] values = new double[WINDOW];
  private long seen;
  private boolean ready;
  private double median;
  private double scale;

  UsualValues(int minimum) {
    this.minimum = minimum;
  }

  /** The robust z-score of a value by those before it, 0 while they are too few; takes it in. */
  synchronized double score(double value) {
    double score = scoreOf(value);
    values[(int) (seen++ % WINDOW)] = value;
    if (seen == minimum || seen > minimum && (seen - minimum) % RENEW_EVERY == 0) {
      renew();
    }
    return score;
  }

  /** The robust z-score of a value that is not taken in. */
  synchronized double scoreOf(double value) {
    return ready && scale > 0 ? (value - median) / scale : 0;
  }

  private void renew() {
    double[] sorted = Arrays.copyOf(values, (int) Math.min(seen, WINDOW));
    Arrays.sort(sorted);
    median = middle(sorted);
    double sum = 0;
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Math.abs(sorted[i] - median);
      sum += sorted[i];
    }
    double mean = sum / sorted.length;
    Arrays.sort(sorted);
    double mad = middle(sorted);
    scale = mad > 0 ? mad / MAD_FACTOR : mean / MEAN_FACTOR;
    ready = true;
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : sorted[half - 1] / 2 + sorted[half] / 2;
  }
}
