package io.churnops.feature.datasets;

import java.nio.charset.StandardCharsets;

/** Reads numbers as Java spells them, most of them without making a text. */
final class NumberText {

  /** With more digits, a whole number may not be a double. */
  private static final int EXACT_DIGITS = 15;

  private static final double[] POWERS = powers();

  private NumberText() {}

  private static double[] powers() {
    double[] powers = new double[EXACT_DIGITS + 1];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Double.parseDouble("1e" + i);
    }
    return powers;
  }

  /**
   * The double that a decimal is nearest to; NaN if there is nothing. Few digits are a whole number
   * over a power of ten, both exact, so that their quotient is correctly rounded.
   */
  static double read(byte[] text, int from, int until) {
    if (from == until) {
      return Double.NaN;
    }
    boolean negative = text[from] == '-';
    long digits = 0;
    int count = 0;
    int point = -1;
    for (int i = negative ? from + 1 : from; i < until; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = 10 * digits + digit;
        count++;
      } else if (text[i] == '.' && point < 0) {
        point = i;
      } else {
        return slowly(text, from, until);
      }
      if (count > EXACT_DIGITS) {
        return slowly(text, from, until);
      }
    }
    if (count == 0) {
      return slowly(text, from, until);
    }
    double value = digits / POWERS[point < 0 ? 0 : until - point - 1];
    return negative ? -value : value;
  }

  private static double slowly(byte[] text, int from, int until) {
    return Double.parseDouble(new String(text, from, until - from, StandardCharsets.US_ASCII));
  }
}
