package io.churnops.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A chart of lines and dots as inline SVG, with a text for those who do not see it. */
final class LineChart {

  private static final double WIDTH = 340;
  private static final double HEIGHT = 280;
  private static final double LEFT = 52;
  private static final double RIGHT = 24;
  private static final double TOP = 12;
  private static final double BOTTOM = 44;

  private final String id;
  private final String title;
  private final String description;
  private final Axis x;
  private final Axis y;
  private final List<Shape> shapes = new ArrayList<>();

  /** A point by the numbers of the axes. */
  record Point(double x, double y) {}

  private enum Kind {
    LINE,
    DOTS
  }

  private record Shape(Kind kind, String style, List<Point> points) {}

  /**
   * A chart.
   *
   * @param id of no other chart of the page
   * @param description what one would see
   */
  LineChart(String id, String title, String description, Axis x, Axis y) {
    this.id = id;
    this.title = title;
    this.description = description;
    this.x = x;
    this.y = y;
  }

  /** A line through points, in a style of the page's style sheet. */
  LineChart line(String style, List<Point> points) {
    shapes.add(new Shape(Kind.LINE, style, List.copyOf(points)));
    return this;
  }

  /** A line between two points. */
  LineChart line(String style, Point from, Point to) {
    return line(style, List.of(from, to));
  }

  LineChart dots(String style, List<Point> points) {
    shapes.add(new Shape(Kind.DOTS, style, List.copyOf(points)));
    return this;
  }

  /** Writes the chart with its title above and its description below. */
  void write(Html html) {
    html.open("figure");
    html.element("h3", title);
    html.open(
        "svg",
        "viewBox",
        String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, HEIGHT),
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-text");
    html.element("title", title, "id", id + "-title");
    html.element("desc", description, "id", id + "-text");
    axes(html);
    shapes.forEach(shape -> draw(html, shape));
    html.close();
    html.element("figcaption", description);
    html.close();
  }

  private void axes(Html html) {
    for (double tick : x.ticks()) {
      Drawing.line(html, "grid", across(tick), TOP, across(tick), HEIGHT - BOTTOM);
      label(html, x.label(tick), across(tick), HEIGHT - BOTTOM + 16, "middle");
    }
    for (double tick : y.ticks()) {
      Drawing.line(html, "grid", LEFT, up(tick), WIDTH - RIGHT, up(tick));
      label(html, y.label(tick), LEFT - 6, up(tick) + 4, "end");
    }
    label(html, x.name(), (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle");
    double middle = (TOP + HEIGHT - BOTTOM) / 2;
    html.element(
        "text",
        y.name(),
        "class",
        "label",
        "text-anchor",
        "middle",
        "transform",
        "translate(11 %s) rotate(-90)".formatted(Drawing.number(middle)));
  }

  private void draw(Html html, Shape shape) {
    switch (shape.kind()) {
      case LINE -> {
        StringBuilder places = new StringBuilder();
        for (Point point : shape.points()) {
          places
              .append(Drawing.number(across(point.x())))
              .append(',')
              .append(Drawing.number(up(point.y())));
          places.append(' ');
        }
        html.open("polyline", "class", shape.style(), "points", places.toString().strip()).close();
      }
      case DOTS ->
          shape
              .points()
              .forEach(point ->
                  Drawing.dot(html, shape.style(), across(point.x()), up(point.y()), "3.5"));
    }
  }

  private static void label(Html html, String text, double x, double y, String anchor) {
    html.element(
        "text",
        text,
        "class",
        "label",
        "x",
        Drawing.number(x),
        "y",
        Drawing.number(y),
        "text-anchor",
        anchor);
  }

  private double across(double value) {
    return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
  }

  private double up(double value) {
    return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
  }
}
