package io.churnops.training.report;

import java.time.Duration;
import java.util.Locale;

/** Numbers as the page writes them. */
final class Figures {

  private static final double FEW = 0.1;
  private static final long SHORT_SECONDS = 120;

  private Figures() {}

  /** A share such as {@code 62 %} or {@code 4.1 %}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, Math.abs(share) < FEW ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  /** A sentence with numbers in it. */
  static String say(String format, Object... facts) {
    return String.format(Locale.ROOT, format, facts);
  }

  static String three(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /**
   * A value of a column: whole ones, mostly counts, without a fraction that reads like thousands.
   */
  static String value(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%.4g", value);
  }

  static String signed(double value) {
    return String.format(Locale.ROOT, "%+.3f", Math.rint(value * 1_000) / 1_000 + 0.0);
  }

  static String interval(double low, double high) {
    return String.format(Locale.ROOT, "%.3f to %.3f", low, high);
  }

  static String signedInterval(double low, double high) {
    return signed(low) + " to " + signed(high);
  }

  static String money(double value) {
    return String.format(Locale.ROOT, "%,.2f", value);
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A horizon such as {@code 30d}, in words. */
  static String time(String horizon) {
    return horizon.matches("[0-9]+d")
        ? horizon.substring(0, horizon.length() - 1) + " days"
        : horizon;
  }

  static String duration(Duration duration) {
    return duration.toSeconds() < SHORT_SECONDS
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0)
        : "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
