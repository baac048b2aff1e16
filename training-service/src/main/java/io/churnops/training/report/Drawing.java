package io.churnops.training.report;

import java.util.Locale;

/** The shapes of SVG that charts and bars are drawn with, in styles of the page's style sheet. */
final class Drawing {

  private Drawing() {}

  static void line(Html html, String style, double x1, double y1, double x2, double y2) {
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

  static void dot(Html html, String style, double x, double y, String radius) {
    html.open("circle", "class", style, "cx", number(x), "cy", number(y), "r", radius).close();
  }

  /** A tenth of a pixel is as fine as anybody sees. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
