package io.churnops.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * An axis of a chart, from one round number to another.
 *
 * @param share whether its numbers are told as per cent
 */
record Axis(String name, double from, double to, double step, boolean share) {

  private static final int FEWEST_STEPS = 3;
  private static final double[] ROUND = {5, 2.5, 2, 1};

  /** From 0 to 100 %. */
  static Axis shares(String name) {
    return new Axis(name, 0, 1, 0.25, true);
  }

  /** As far as the values reach, and 0. */
  static Axis around(String name, DoubleStream values) {
    return reaching(name, DoubleStream.concat(values, DoubleStream.of(0)), false);
  }

  /** As far as the values reach. */
  static Axis over(String name, DoubleStream values) {
    return reaching(name, values, false);
  }

  /** From 0 % as far as the shares reach. */
  static Axis sharesOver(String name, DoubleStream values) {
    return reaching(name, DoubleStream.concat(values, DoubleStream.of(0)), true);
  }

  private static Axis reaching(String name, DoubleStream values, boolean share) {
    double[] reached = values.sorted().toArray();
    double low = reached[0];
    double high = reached[reached.length - 1];
    if (high - low <= Math.abs(low) * 1e-9) {
      high = low + Math.max(1, Math.abs(low));
    }
    double step = step(high - low);
    return new Axis(
        name, Math.floor(low / step) * step, Math.ceil(high / step) * step, step, share);
  }

  private static double step(double range) {
    double power = Math.pow(10, Math.floor(Math.log10(range)));
    for (double round : ROUND) {
      if (range / (power * round) >= FEWEST_STEPS) {
        return power * round;
      }
    }
    return power / 2;
  }

  /** Where a value lies, from 0 at the beginning to 1 at the end. */
  double place(double value) {
    return Math.clamp((value - from) / (to - from), 0, 1);
  }

  /** The numbers to write beside it. */
  List<Double> ticks() {
    var ticks = new ArrayList<Double>();
    for (int i = 0; from + i * step <= to + step / 2; i++) {
      ticks.add(from + i * step);
    }
    return ticks;
  }

  String label(double value) {
    double told = share ? 100 * value : value;
    double apart = share ? 100 * step : step;
    if (Math.abs(told) >= 1e6) {
      return String.format(Locale.ROOT, "%.3g", told);
    }
    int decimals = 0;
    while (decimals < 6 && Math.abs(apart - Math.rint(apart)) > 1e-6) {
      apart *= 10;
      decimals++;
    }
    return String.format(Locale.ROOT, "%." + decimals + "f", told) + (share ? " %" : "");
  }
}
