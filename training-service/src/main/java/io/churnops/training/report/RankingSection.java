package io.churnops.training.report;

import io.churnops.training.card.ModelCard;
import io.churnops.training.card.ParameterWords;
import io.churnops.training.datasets.LabelOverlap;
import io.churnops.training.datasets.Split;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.BaselineComparison;
import io.churnops.training.evaluation.ColumnImportance;
import io.churnops.training.evaluation.ColumnStrength;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The model beside simple rules, and what it needs: all on the test rows. */
final class RankingSection {

  private static final int MOST_COLUMNS = 15;

  private final ModelCard card;
  private final Html html;

  RankingSection(ModelCard card, Html html) {
    this.card = card;
    this.html = html;
  }

  void comparisons() {
    if (card.comparisons().isEmpty()) {
      return;
    }
    html.open("section").element("h2", "Does it beat simple rules?");
    html.open("p");
    html.say(
        "On the same test rows the model reaches AUC %.3f. What simple rules reach, and how far the"
            + " model is ahead, with the paired 95 %% interval: where it is not wholly to the right"
            + " of the line at 0, the simple rule is not beaten.",
        card.evaluation().auc());
    html.close();
    IntervalBar bar =
        new IntervalBar(
            Axis.around(
                "",
                card.comparisons().stream()
                    .flatMapToDouble(c -> DoubleStream.of(c.low(), c.high()))));
    ReportTable table =
        ReportTable.begin(
            html,
            "The model and simple rules",
            "rule",
            "#its AUC",
            "#ahead by",
            "#95 % interval",
            "#model is",
            "how far ahead");
    for (BaselineComparison each : card.comparisons()) {
      table.row(
          PlainWords.rule(each),
          List.of(
              Figures.three(each.auc()),
              Figures.signed(each.difference()),
              Figures.signedInterval(each.low(), each.high()),
              verdict(each)),
          () -> bar.write(html, each.difference(), each.low(), each.high()));
    }
    table.end();
    html.close();
  }

  private static String verdict(BaselineComparison each) {
    if (each.high() < 0) {
      return "worse";
    }
    return each.beaten() ? "better" : "undecided";
  }

  /** What else the run tried. */
  void algorithms() {
    if (card.algorithms().size() < 2) {
      return;
    }
    boolean inFolds = card.split().method() == Split.Method.K_FOLD;
    String choosing = inFolds ? "out of fold" : "on the validation rows";
    html.open("section").element("h2", "What else was tried");
    html.element(
        "p",
        "The run fitted several algorithms "
            + (inFolds ? "in the same folds " : "")
            + "and published "
            + (card.algorithms().getFirst().published()
                ? "the one with the highest AUC %s.".formatted(choosing)
                : "the one that was asked for; another had a higher AUC %s.".formatted(choosing))
            + " How far it is ahead of the others on the %s rows, with the paired"
                .formatted(inFolds ? "same" : "test")
            + " 95 % interval:");
    ReportTable table =
        ReportTable.begin(
            html,
            "Algorithms",
            "algorithm",
            inFolds ? "#AUC, scores" : "#AUC, validation",
            inFolds ? "#AUC, calibrated" : "#AUC, test",
            "#published ahead by",
            "#95 % interval");
    for (AlgorithmComparison each : card.algorithms()) {
      table.row(
          (each.published() ? "published: " : "") + ParameterWords.of(each.parameters()),
          List.of(
              Figures.three(each.validationAuc()),
              Figures.three(each.auc()),
              each.published() ? "–" : Figures.signed(each.difference()),
              each.published() ? "–" : Figures.signedInterval(each.low(), each.high())));
    }
    table.end();
    html.close();
  }

  void importances() {
    List<ColumnImportance> most = card.importances().stream().limit(MOST_COLUMNS).toList();
    if (most.isEmpty()) {
      return;
    }
    html.open("section").element("h2", "What it looks at");
    html.element(
        "p",
        "How much AUC is lost on the test rows when the values of one column are shuffled among"
            + " customers. Columns that say the same share their importance.");
    IntervalBar bar =
        new IntervalBar(Axis.around("", most.stream().flatMapToDouble(RankingSection::reach)));
    ReportTable table =
        ReportTable.begin(
            html, "Importance of columns", "column", "#AUC lost", "#95 % interval", "lost");
    for (ColumnImportance each : most) {
      double[] reach = reach(each).toArray();
      table.row(
          each.column(),
          List.of(
              Figures.three(each.aucLoss()),
              each.interval() == null ? "–" : Figures.signedInterval(reach[0], reach[1])),
          () -> bar.write(html, each.aucLoss(), reach[0], reach[1]));
    }
    table.end();
    others(card.importances().size());
    html.close();
  }

  private static DoubleStream reach(ColumnImportance each) {
    return each.interval() == null
        ? DoubleStream.of(each.aucLoss(), each.aucLoss())
        : DoubleStream.of(each.interval().low(), each.interval().high());
  }

  private void others(int all) {
    if (all > MOST_COLUMNS) {
      html.open("p", "class", "quiet").say("And %d more.", all - MOST_COLUMNS).close();
    }
  }

  private static String tested(SplitReport split) {
    return switch (split.method()) {
      case BY_TIME, BY_TIME_VALIDATED_ON_OTHER_CUSTOMERS ->
          split.horizon() == null
              ? "It was tested on a later time than it learnt from."
              : "Between the rows it learnt from and those it was tested on lies a gap of %s,"
                      .formatted(Figures.time(split.horizon()))
                  + " the time in which the label comes true.";
      case BY_CUSTOMER ->
          "It was tested on customers it did not learn from, at the same time: nobody can check that"
              + " no column tells of later.";
      case K_FOLD ->
          "Every row was judged by a model that did not learn from it, at the same time: nobody can"
              + " check that no column tells of later.";
    };
  }

  private void overlap(@Nullable LabelOverlap overlap) {
    if (overlap != null) {
      html.open("li");
      html.say(
          "Of the rows it learnt from, %s have a label that comes true in the time of the test, %s of"
              + " them of customers who test it.",
          Figures.count(overlap.past()), Figures.count(overlap.pastOfSameCustomers()));
      html.close();
    }
  }

  void leaks() {
    html.open("section").element("h2", "Does it know the future?");
    html.open("ul");
    if (card.leakSuspects().isEmpty()) {
      html.element("li", "No column alone ranks too well to be of the past.");
    } else {
      html.open("li").element("strong", "Too good to be of the past alone: ");
      for (String suspect : card.leakSuspects()) {
        html.name(suspect).text(" ");
      }
      html.close();
    }
    html.element("li", tested(card.split()));
    overlap(card.split().overlap());
    html.close();
    ReportTable table =
        ReportTable.begin(html, "Single columns on the test rows", "ranking by", "#AUC");
    Stream.concat(
            Stream.of(new ColumnStrength("this model", card.evaluation().auc())),
            card.baselines().stream().limit(MOST_COLUMNS))
        .forEach(each -> table.row(each.column(), List.of(Figures.three(each.auc()))));
    table.end();
    others(card.baselines().size());
    html.close();
  }
}
