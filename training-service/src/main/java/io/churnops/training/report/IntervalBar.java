package io.churnops.training.report;

import java.util.Locale;

/** A value with its interval as a drawing for one cell of a table; the numbers stand beside it. */
final class IntervalBar {

  private static final double WIDTH = 200;
  private static final double MIDDLE = 9;

  private final Axis axis;

  /** Bars on a common scale. */
  IntervalBar(Axis axis) {
    this.axis = axis;
  }

  /** Draws one: a line from low to high, a dot at the value, and where 0 is. */
  void write(Html html, double value, double low, double high) {
    html.open("svg", "viewBox", "0 0 200 18", "class", "interval", "aria-hidden", "true");
    line(html, "zero", at(0), 1, at(0), 17);
    line(html, "reach", at(low), MIDDLE, at(high), MIDDLE);
    html.open("circle", "class", "dot", "cx", number(at(value)), "cy", number(MIDDLE), "r", "4")
        .close();
    html.close();
  }

  private static void line(Html html, String style, double x1, double y1, double x2, double y2) {
    html.open(
            "line",
            "class",
            style,
            "x1",
            number(x1),
            "y1",
            number(y1),
            "x2",
            number(x2),
            "y2",
            number(y2))
        .close();
  }

  private double at(double value) {
    return 5 + axis.place(value) * (WIDTH - 10);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
