package io.churnops.training.report;

import io.churnops.forest.InputType;
import io.churnops.training.card.ModelCard;
import io.churnops.training.evaluation.PartialDependence;
import io.churnops.training.report.LineChart.Point;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the mean probability moves with single columns. */
final class DependenceSection {

  private static final int MOST_CATEGORIES = 10;

  private final ModelCard card;
  private final Html html;

  DependenceSection(ModelCard card, Html html) {
    this.card = card;
    this.html = html;
  }

  void write() {
    if (card.partialDependence().isEmpty()) {
      return;
    }
    html.open("section").element("h2", "How risk moves");
    html.element(
        "p",
        "The mean probability of the test customers, were one column for all of them what stands"
            + " below. It says what the model does, not what would happen.");
    html.open("div", "class", "charts");
    int place = 0;
    for (PartialDependence dependence : card.partialDependence()) {
      if (dependence.type() == InputType.NUMBER) {
        number(dependence, "dependence-" + place++);
      } else {
        category(dependence);
      }
    }
    html.close().close();
  }

  private void number(PartialDependence dependence, String id) {
    List<Point> points =
        dependence.points().stream()
            .map(DependenceSection::place)
            .filter(Objects::nonNull)
            .toList();
    if (points.isEmpty()) {
      return;
    }
    String name = Html.shortened(dependence.column());
    new LineChart(
            id,
            name,
            Figures.say(
                "From %s at %s to %s at %s.%s",
                Figures.percent(points.getFirst().y()),
                Figures.value(points.getFirst().x()),
                Figures.percent(points.getLast().y()),
                Figures.value(points.getLast().x()),
                missing(dependence)),
            Axis.over("value", points.stream().mapToDouble(Point::x)),
            Axis.sharesOver("mean probability", points.stream().mapToDouble(Point::y)))
        .line("model", points)
        .dots("model", points)
        .write(html);
  }

  private static @Nullable Point place(PartialDependence.Point point) {
    Double value = point.value();
    return value == null ? null : new Point(value, point.meanProbability());
  }

  private static String missing(PartialDependence dependence) {
    return dependence.points().stream()
        .filter(PartialDependence.Point::missing)
        .findFirst()
        .map(point -> " Where it is missing: " + Figures.percent(point.meanProbability()) + ".")
        .orElse("");
  }

  private void category(PartialDependence dependence) {
    html.open("figure").open("h3").name(dependence.column()).close();
    ReportTable table =
        ReportTable.begin(html, "By category", "value", "#rows", "#mean probability");
    for (PartialDependence.Point point :
        dependence.points().stream().limit(MOST_CATEGORIES).toList()) {
      table.row(
          name(point),
          List.of(Figures.count(point.rows()), Figures.percent(point.meanProbability())));
    }
    table.end();
    html.close();
  }

  private static String name(PartialDependence.Point point) {
    if (point.missing()) {
      return "missing";
    }
    String category = point.category();
    return category == null ? "rare ones" : category;
  }
}
