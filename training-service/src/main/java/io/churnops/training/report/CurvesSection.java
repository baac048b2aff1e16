package io.churnops.training.report;

import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.ProfitReport;
import io.churnops.training.card.ModelCard;
import io.churnops.training.report.LineChart.Point;
import java.util.List;
import java.util.stream.Stream;

/** What the test rows say, drawn. A card from before there were curves has fewer of them. */
final class CurvesSection {

  private static final String MODEL = "model";
  private static final String CHANCE = "chance";
  private static final double PERCENT = 100;

  private final ModelCard card;
  private final Evaluation evaluation;
  private final Html html;

  CurvesSection(ModelCard card, Html html) {
    this.card = card;
    this.evaluation = card.evaluation();
    this.html = html;
  }

  void write() {
    html.open("section").element("h2", "Curves").open("div", "class", "charts");
    gain();
    lift();
    calibration();
    profit();
    roc();
    precisionRecall();
    html.close().close();
  }

  private void gain() {
    new LineChart(
            "gain",
            "Who is reached (gain)",
            Figures.say(
                "Contacting the riskiest 10 %% reaches %s of all who leave; the riskiest 30 %% are"
                    + " %s of them. Dashed: contacting at random.",
                reached(0), reached(2)),
            Axis.shares("contacted, riskiest first"),
            Axis.shares("of all who leave"))
        .line(CHANCE, new Point(0, 0), new Point(1, 1))
        .line(
            MODEL,
            Stream.concat(
                    Stream.of(new Point(0, 0)),
                    evaluation.lift().stream()
                        .map(point -> new Point(point.percent() / PERCENT, point.gain())))
                .toList())
        .write(html);
  }

  private String reached(int place) {
    return Figures.percent(evaluation.lift().get(place).gain());
  }

  private void lift() {
    List<Point> points =
        evaluation.lift().stream()
            .map(point -> new Point(point.percent() / PERCENT, point.lift()))
            .toList();
    new LineChart(
            "lift",
            "How many times better than chance (lift)",
            Figures.say(
                "Among the riskiest 10 %% are %.1f times as many leavers as among any 10 %%. Dashed:"
                    + " chance.",
                points.getFirst().y()),
            Axis.shares("contacted, riskiest first"),
            Axis.around("times chance", points.stream().mapToDouble(Point::y)))
        .line(CHANCE, new Point(0, 1), new Point(1, 1))
        .line(MODEL, points)
        .dots(MODEL, points)
        .write(html);
  }

  private void calibration() {
    List<Point> points =
        evaluation.calibration().stream()
            .map(bin -> new Point(bin.meanScore(), bin.churnRate()))
            .toList();
    new LineChart(
            "calibration",
            "Said and come true (calibration)",
            "Each dot is a tenth of the customers: the probability that was said, and the share that"
                + " left. On the dashed line both agree; on average they are %s apart."
                    .formatted(Figures.percent(evaluation.calibrationError())),
            Axis.shares("said"),
            Axis.shares("came true"))
        .line(CHANCE, new Point(0, 0), new Point(1, 1))
        .line(MODEL, points)
        .dots(MODEL, points)
        .write(html);
  }

  private void profit() {
    ProfitReport profit = card.profit();
    if (profit == null) {
      return;
    }
    List<Point> points =
        Stream.concat(
                Stream.of(new Point(0, 0)),
                profit.curve().stream()
                    .map(point -> new Point(point.percent() / PERCENT, point.profit())))
            .toList();
    new LineChart(
            "profit",
            "What a campaign earns (profit)",
            "Per customer of all, with the costs given: %s from the threshold on, %s if everybody is"
                    .formatted(
                        Figures.money(profit.atThreshold()), Figures.money(profit.everyone()))
                + " contacted. Dashed: nobody is.",
            Axis.shares("contacted, riskiest first"),
            Axis.around("profit per customer", points.stream().mapToDouble(Point::y)))
        .line(CHANCE, new Point(0, 0), new Point(1, 0))
        .line(MODEL, points)
        .write(html);
  }

  private void roc() {
    List<Point> points =
        evaluation.curves().roc().stream()
            .map(point -> new Point(point.falsePositiveRate(), point.truePositiveRate()))
            .toList();
    if (points.isEmpty()) {
      return;
    }
    new LineChart(
            "roc",
            "Found and disturbed (ROC)",
            Figures.say(
                "For every threshold, the share of leavers found and of stayers contacted in vain."
                    + " The area below is the AUC, %.3f; the dashed line, chance, has 0.5. The dot"
                    + " is the chosen threshold.",
                evaluation.auc()),
            Axis.shares("of stayers"),
            Axis.shares("of leavers"))
        .line(CHANCE, new Point(0, 0), new Point(1, 1))
        .line(MODEL, points)
        .dots("chosen", List.of(new Point(falseAlarms(), evaluation.decisions().recall())))
        .write(html);
  }

  private double falseAlarms() {
    double stayers = evaluation.rows() - evaluation.positives();
    return evaluation.decisions().falsePositives() / stayers;
  }

  private void precisionRecall() {
    List<Point> points =
        evaluation.curves().precisionRecall().stream()
            .map(point -> new Point(point.recall(), point.precision()))
            .toList();
    if (points.isEmpty()) {
      return;
    }
    double rate = (double) evaluation.positives() / evaluation.rows();
    new LineChart(
            "precision-recall",
            "Hits among the contacted (precision and recall)",
            "For every threshold, the share of leavers found and how many of the contacted leave."
                + " Dashed: contacting at random. The dot is the chosen threshold.",
            Axis.shares("of leavers found"),
            Axis.shares("of contacted leave"))
        .line(CHANCE, new Point(0, rate), new Point(1, rate))
        .line(MODEL, points)
        .dots(
            "chosen",
            List.of(new Point(evaluation.decisions().recall(), evaluation.decisions().precision())))
        .write(html);
  }
}
