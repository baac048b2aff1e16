package io.churnops.training.report;

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
    Drawing.line(html, "zero", at(0), 1, at(0), 17);
    Drawing.line(html, "reach", at(low), MIDDLE, at(high), MIDDLE);
    Drawing.dot(html, "dot", at(value), MIDDLE, "4");
    html.close();
  }

  private double at(double value) {
    return 5 + axis.place(value) * (WIDTH - 10);
  }
}
