package io.churnops.training.report;

import io.churnops.forest.artefact.RiskBands;
import io.churnops.forest.evaluation.CampaignCosts;
import io.churnops.forest.evaluation.Interval;
import io.churnops.forest.evaluation.ThresholdMetrics;
import io.churnops.training.card.ModelCard;
import io.churnops.training.card.ThresholdChoice;
import io.churnops.training.datasets.Split;
import io.churnops.training.evaluation.SegmentMetrics;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From which probability on it says CHURN, why, what comes of it, and for whom. */
final class DecisionSection {

  private static final List<String> FIRST =
      List.of(
          "auc",
          "averagePrecision",
          "liftTopDecile",
          "precision",
          "recall",
          "f1",
          "threshold",
          "calibrationError",
          "brier",
          "logLoss",
          "rows",
          "positives");

  /** As they are asked for; others follow by name. */
  private static final Comparator<Map.Entry<String, Double>> ORDER =
      Comparator.comparing((Map.Entry<String, Double> figure) -> !FIRST.contains(figure.getKey()))
          .thenComparing(figure -> FIRST.indexOf(figure.getKey()))
          .thenComparing(Map.Entry.comparingByKey());

  /** The bounds of the AUC by a formula, where drawing again gives an interval. */
  private static final List<String> BOUNDS = List.of("aucLow", "aucHigh");

  private final ModelCard card;
  private final Html html;

  DecisionSection(ModelCard card, Html html) {
    this.card = card;
    this.html = html;
  }

  void threshold() {
    ThresholdMetrics decisions = card.evaluation().decisions();
    RiskBands bands = card.riskBands();
    html.open("section").element("h2", "When it says CHURN");
    html.open("p");
    html.say("From a probability of %.3f on the decision is CHURN. ", card.threshold());
    html.text(why(card.thresholdChoice()));
    html.say(
        " Risk is MEDIUM from %.3f on, HIGH from %.3f and CRITICAL from %.3f.",
        bands.medium(), bands.high(), bands.critical());
    html.close();
    ReportTable.begin(html, "Decisions on the test rows", "", "#left", "#stayed")
        .row(
            "said CHURN",
            List.of(
                Figures.count(decisions.truePositives()),
                Figures.count(decisions.falsePositives())))
        .row(
            "said STAY",
            List.of(
                Figures.count(decisions.falseNegatives()),
                Figures.count(decisions.trueNegatives())))
        .end();
    html.open("p");
    html.say(
        "Of those it says CHURN of, %s leave (precision); of those who leave it finds %s (recall);"
            + " F1 is %.3f.",
        Figures.percent(decisions.precision()),
        Figures.percent(decisions.recall()),
        decisions.f1());
    html.close().close();
  }

  private String why(@Nullable ThresholdChoice choice) {
    if (choice == null) {
      return "";
    }
    CampaignCosts costs = choice.costs();
    Double precision = choice.precision();
    String chosen =
        card.split().method() == Split.Method.K_FOLD
            ? "It was chosen on all rows, by what models of the other folds say of each,"
            : "It was chosen on the validation rows";
    if (costs != null) {
      return chosen
          + " for the greatest profit of a campaign in which a contact costs %s, an offer %s, %s of the leavers accept it, and a customer who stays is"
              .formatted(
                  Figures.money(costs.contactCost()),
                  Figures.money(costs.incentiveCost()),
                  Figures.percent(costs.acceptanceRate()))
          + " worth %s.".formatted(Figures.money(costs.customerValue()));
    }
    return precision == null
        ? chosen + " for the greatest F1, the balance of precision and recall."
        : chosen
            + " to find the most leavers at a precision of at least"
            + " %s.".formatted(Figures.percent(precision));
  }

  void segments() {
    if (card.segments().isEmpty()) {
      return;
    }
    html.open("section").element("h2", "For whom it works");
    html.open("p");
    html.say(
        "Segments of at least %d test rows. Where said and left differ, or the AUC is low, rely on"
            + " it less.",
        SegmentMetrics.FEWEST_ROWS);
    html.close();
    ReportTable table =
        ReportTable.begin(
            html,
            "Segments",
            "segment",
            "#rows",
            "#said",
            "#left",
            "#AUC",
            "#95 % interval",
            "#precision",
            "#recall");
    for (SegmentMetrics each : card.segments()) {
      table.row(
          Html.shortened(each.column())
              + ": "
              + (each.value() == null ? "none" : Html.shortened(each.value())),
          List.of(
              Figures.count(each.rows()),
              Figures.percent(each.meanScore()),
              Figures.percent((double) each.positives() / each.rows()),
              each.auc() == null ? "–" : Figures.three(each.auc()),
              interval(each.aucInterval()),
              Figures.percent(each.precision()),
              Figures.percent(each.recall())));
    }
    table.end();
    html.close();
  }

  void figures() {
    html.open("section").element("h2", "All figures on the test rows");
    ReportTable table = ReportTable.begin(html, "Figures", "figure", "#value", "#95 % interval");
    var intervals = card.evaluation().intervals();
    card.metrics().entrySet().stream()
        .filter(figure -> !(BOUNDS.contains(figure.getKey()) && intervals.containsKey("auc")))
        .sorted(ORDER)
        .forEach(figure ->
            table.row(
                figure.getKey(),
                List.of(value(figure.getValue()), interval(intervals.get(figure.getKey())))));
    table.end();
    html.close();
  }

  private static String value(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null ? "–" : Figures.interval(interval.low(), interval.high());
  }
}
