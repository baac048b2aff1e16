package io.churnops.training.card;

import io.churnops.forest.Algorithm;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.evaluation.CalibrationBin;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.LiftPoint;
import io.churnops.forest.evaluation.ProfitReport;
import io.churnops.training.datasets.Split;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.BaselineComparison;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A model card as Markdown that also reads well as plain text. */
public final class ModelCardText {

  private static final int MOST_COLUMNS = 8;
  private static final String HIGHER = "%+.4f (95 %%: %+.4f to %+.4f)";

  private final ModelCard card;
  private final StringBuilder text = new StringBuilder();

  private ModelCardText(ModelCard card) {
    this.card = card;
  }

  public static String of(ModelCard card) {
    return new ModelCardText(card).render();
  }

  private String render() {
    heading();
    data();
    figures();
    algorithms();
    comparisons();
    baselines();
    importances();
    calibration();
    lift();
    profit();
    limits();
    return text.toString();
  }

  private void heading() {
    line("# Model %s, version %d", card.modelName(), card.version());
    line("");
    line(
        "%s, made %s by run %s.",
        card.algorithm(), card.createdAt().truncatedTo(ChronoUnit.SECONDS), card.runId());
    line(
        "It gives the probability of `%s`%s; from %.3f on its decision is CHURN.",
        card.label().name(),
        card.label().horizon() == null ? "" : " within " + card.label().horizon(),
        card.threshold());
    ThresholdChoice choice = card.thresholdChoice();
    if (choice != null) {
      line("The threshold was chosen by %s.", choice.by().replace('_', ' ').replace("f1", "F1"));
    }
    Calibrator calibrator = card.calibrator();
    if (calibrator != null && !calibrator.isNone()) {
      line(
          "Its scores were made probabilities by %s calibration.",
          calibrator.method() == Calibrator.Method.PLATT ? "Platt" : "isotonic");
    }
    line(
        "Risk is MEDIUM from %.3f, HIGH from %.3f, CRITICAL from %.3f.",
        card.riskBands().medium(), card.riskBands().high(), card.riskBands().critical());
    line("%s, seed %d.", ParameterWords.of(card.parameters()), card.parameters().seed());
    if (card.parameters() instanceof ForestParameters forest) {
      line("Missing values go %s.", ParameterWords.missing(forest));
    }
    if (card.rowWeights() != null) {
      card.rowWeights().words().forEach(words -> line("It %s.", words));
    }
    if (card.forest() != null) {
      forest(card.forest());
    }
  }

  private void forest(ForestSummary forest) {
    if (forest.trees() < forest.askedTrees()) {
      line("Its time ended before the %d trees that were asked for.", forest.askedTrees());
    }
    line(
        "Compiled it has %,d nodes and %.1f MB, and was read and checked in %.0f ms.",
        forest.nodes(), forest.bytes() / 1e6, forest.loadMilliseconds());
  }

  private void data() {
    ModelCard.Data data = card.data();
    line("");
    line("## Data");
    line("");
    line(
        "Dataset %s: %,d rows at %d cutoffs, %,d labelled, %,d churned; events %s.",
        data.datasetId(),
        data.rows(),
        data.cutoffs(),
        data.labelled(),
        data.churned(),
        data.knownTime().replace('_', ' '));
    line(
        "View `%s` (%d columns), %s.",
        card.view().name(), card.view().columns(), card.view().fingerprint());
    line("");
    var parts = new MarkdownTable(Set.of(1, 2), "part", "rows", "churned", "cutoffs");
    part(parts, "training", card.split().training());
    part(parts, "validation (threshold)", card.split().validation());
    part(parts, "final model learnt from", card.split().past());
    part(parts, "test", card.split().test());
    table(parts);
    int unused = card.split().unused().stream().mapToInt(SplitReport.Unused::rows).sum();
    line("");
    line(
        "Split %s with a gap of %s; %,d labelled rows fell into the gap, %,d were immature.",
        card.split().method().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        card.split().horizon() == null ? "no time" : card.split().horizon(),
        unused,
        card.split().immature());
  }

  private static void part(MarkdownTable parts, String name, SplitReport.Part part) {
    String cutoffs =
        part.cutoffs().size() < 2
            ? part.cutoffs().stream().map(Object::toString).collect(Collectors.joining())
            : part.cutoffs().getFirst() + " to " + part.cutoffs().getLast();
    parts.row(
        name,
        words("%,d", part.rows()),
        words("%.1f %%", 100.0 * part.churned() / part.rows()),
        cutoffs);
  }

  private void figures() {
    Evaluation evaluation = card.evaluation();
    line("");
    line("## On the test rows");
    line("");
    var figures = new MarkdownTable(Set.of(1), "figure", "value");
    figures.row(
        "AUC",
        words(
            "%.4f (95 %%: %.4f to %.4f)",
            evaluation.auc(), evaluation.aucInterval().low(), evaluation.aucInterval().high()));
    figure(figures, "average precision", evaluation.averagePrecision());
    figure(figures, "precision", evaluation.decisions().precision());
    figure(figures, "recall", evaluation.decisions().recall());
    figure(figures, "F1", evaluation.decisions().f1());
    figure(figures, "Brier score", evaluation.brier());
    figure(figures, "log loss", evaluation.logLoss());
    figure(figures, "calibration error", evaluation.calibrationError());
    if (card.forest() != null && card.forest().outOfBag() != null) {
      figure(figures, "AUC on its own rows, out of bag", card.forest().outOfBag().auc());
    }
    figure(figures, "churn rate", (double) evaluation.positives() / evaluation.rows());
    table(figures);
  }

  private static void figure(MarkdownTable figures, String name, double value) {
    figures.row(name, words("%.4f", value));
  }

  private void algorithms() {
    if (card.algorithms().isEmpty()) {
      return;
    }
    line("");
    line("## Algorithms on the same rows");
    line("");
    boolean inFolds = card.split().method() == Split.Method.K_FOLD;
    var table =
        new MarkdownTable(
            Set.of(1, 2, 3),
            "algorithm",
            inFolds ? "AUC (scores out of fold)" : "AUC (validation)",
            inFolds ? "AUC (calibrated)" : "AUC (test)",
            "the published one's is higher by");
    for (AlgorithmComparison one : card.algorithms()) {
      String behind =
          one.published() ? "published" : words(HIGHER, one.difference(), one.low(), one.high());
      table.row(
          Algorithm.of(one.parameters()).toString(),
          words("%.4f", one.validationAuc()),
          words("%.4f", one.auc()),
          behind);
    }
    table(table);
  }

  private void comparisons() {
    if (card.comparisons().isEmpty()) {
      return;
    }
    line("");
    line("## Without this model, on the same rows");
    line("");
    var table =
        new MarkdownTable(
            Set.of(1, 2), "ranking by", "AUC", "the model's AUC is higher by", "beaten");
    for (BaselineComparison comparison : card.comparisons()) {
      table.row(
          comparison.baseline().replace('_', ' '),
          words("%.4f", comparison.auc()),
          words(HIGHER, comparison.difference(), comparison.low(), comparison.high()),
          comparison.beaten() ? "yes" : "no");
    }
    table(table);
  }

  private void baselines() {
    line("");
    line("## Single columns on the same rows");
    line("");
    var table = new MarkdownTable(Set.of(1), "ranking by", "AUC");
    figure(table, "this model", card.evaluation().auc());
    card.baselines().stream()
        .limit(MOST_COLUMNS)
        .forEach(column -> figure(table, column.column() + " alone", column.auc()));
    table(table);
  }

  private void importances() {
    line("");
    line("## What the model needs most");
    line("");
    var table = new MarkdownTable(Set.of(1), "column", "AUC lost without it");
    card.importances().stream()
        .limit(MOST_COLUMNS)
        .forEach(column -> figure(table, column.column(), column.aucLoss()));
    table(table);
  }

  private void calibration() {
    line("");
    line("## Said and come true, by tenths of the scores");
    line("");
    var table = new MarkdownTable(Set.of(0, 1, 2), "rows", "mean score", "churned");
    for (CalibrationBin bin : card.evaluation().calibration()) {
      table.row(
          words("%,d", bin.rows()), words("%.3f", bin.meanScore()), words("%.3f", bin.churnRate()));
    }
    table(table);
  }

  private void lift() {
    List<LiftPoint> points = card.evaluation().lift();
    line("");
    line("## Contacting the riskiest first");
    line("");
    var table = new MarkdownTable(Set.of(0, 1, 2), "contacted", "churners among them", "lift");
    for (LiftPoint point : points) {
      table.row(
          words("%d %%", point.percent()),
          words("%.1f %%", 100 * point.gain()),
          words("%.2f", point.lift()));
    }
    table(table);
  }

  private void profit() {
    ProfitReport profit = card.profit();
    if (profit == null) {
      return;
    }
    line("");
    line("## Profit per customer with the costs given");
    line("");
    table(
        new MarkdownTable(Set.of(1), "contacted", "profit")
            .row(
                words("from the threshold %.3f on", card.threshold()),
                words("%.2f", profit.atThreshold()))
            .row("from 0.5 on", words("%.2f", profit.atHalf()))
            .row("everyone", words("%.2f", profit.everyone())));
  }

  private void limits() {
    line("");
    line("## Limits");
    line("");
    card.limits().forEach(limit -> line("* %s", limit));
  }

  private void table(MarkdownTable table) {
    table.lines().forEach(line -> text.append(line).append('\n'));
  }

  private void line(String format, Object... facts) {
    text.append(words(format, facts)).append('\n');
  }

  private static String words(String format, Object... facts) {
    return String.format(Locale.ROOT, format, facts);
  }
}
