package io.churnops.training.card;

import io.churnops.forest.Algorithm;
import io.churnops.forest.evaluation.CalibrationBin;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.LiftPoint;
import io.churnops.forest.evaluation.ProfitReport;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.BaselineComparison;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A model card as Markdown that also reads well as plain text. */
public final class ModelCardText {

  private static final int MOST_COLUMNS = 8;

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
    line("%s, made %s by run %s.", card.algorithm(), card.createdAt(), card.runId());
    line(
        "It gives the probability of `%s`%s; from %.3f on its decision is CHURN.",
        card.label().name(),
        card.label().horizon() == null ? "" : " within " + card.label().horizon(),
        card.threshold());
    ThresholdChoice choice = card.thresholdChoice();
    if (choice != null) {
      line("The threshold was chosen by %s.", choice.by().replace('_', ' '));
    }
    Calibrator calibrator = card.calibrator();
    if (calibrator != null && !calibrator.isNone()) {
      line(
          "Its scores were made probabilities by %s calibration.",
          calibrator.method().name().toLowerCase(Locale.ROOT));
    }
    line(
        "Risk is MEDIUM from %.3f, HIGH from %.3f, CRITICAL from %.3f.",
        card.riskBands().medium(), card.riskBands().high(), card.riskBands().critical());
    line("%s, seed %d.", ParameterWords.of(card.parameters()), card.parameters().seed());
    if (card.forest() != null) {
      forest(card.forest());
    }
  }

  private void forest(ForestSummary forest) {
    if (forest.trees() < forest.askedTrees()) {
      line("Its time ended before the %d trees that were asked for.", forest.askedTrees());
    }
    if (forest.halfLifeDays() != null) {
      line("It counted rows half with every %.1f days of age.", forest.halfLifeDays());
    }
    if (forest.churnedWeight() != null) {
      line("It counted a customer who churned %.2f times.", forest.churnedWeight());
    }
    line(
        "Compiled it has %d nodes and %.1f MB, and was read and checked in %.0f ms.",
        forest.nodes(), forest.bytes() / 1e6, forest.loadMilliseconds());
  }

  private void data() {
    ModelCard.Data data = card.data();
    line("");
    line("## Data");
    line("");
    line(
        "Dataset %s: %d rows at %d cutoffs, %d labelled, %d churned; events %s.",
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
    line("| part | rows | churned | cutoffs |");
    line("|---|---:|---:|---|");
    part("training", card.split().training());
    part("validation (threshold)", card.split().validation());
    part("final model learnt from", card.split().past());
    part("test", card.split().test());
    int unused = card.split().unused().stream().mapToInt(SplitReport.Unused::rows).sum();
    line("");
    line(
        "Split %s with a gap of %s; %d labelled rows fell into the gap, %d were immature.",
        card.split().method().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        card.split().horizon() == null ? "no time" : card.split().horizon(),
        unused,
        card.split().immature());
  }

  private void part(String name, SplitReport.Part part) {
    String cutoffs =
        part.cutoffs().size() < 2
            ? part.cutoffs().stream().map(Object::toString).collect(Collectors.joining())
            : part.cutoffs().getFirst() + " to " + part.cutoffs().getLast();
    line(
        "| %s | %d | %.1f %% | %s |",
        name, part.rows(), 100.0 * part.churned() / part.rows(), cutoffs);
  }

  private void figures() {
    Evaluation evaluation = card.evaluation();
    line("");
    line("## On the test rows");
    line("");
    line("| figure | value |");
    line("|---|---:|");
    line(
        "| AUC | %.4f (95 %%: %.4f to %.4f) |",
        evaluation.auc(), evaluation.aucInterval().low(), evaluation.aucInterval().high());
    figure("average precision", evaluation.averagePrecision());
    figure("precision", evaluation.decisions().precision());
    figure("recall", evaluation.decisions().recall());
    figure("F1", evaluation.decisions().f1());
    figure("Brier score", evaluation.brier());
    figure("log loss", evaluation.logLoss());
    figure("calibration error", evaluation.calibrationError());
    if (card.forest() != null && card.forest().outOfBag() != null) {
      figure("AUC on its own rows, out of bag", card.forest().outOfBag().auc());
    }
    figure("churn rate", (double) evaluation.positives() / evaluation.rows());
  }

  private void figure(String name, double value) {
    line("| %s | %.4f |", name, value);
  }

  private void algorithms() {
    if (card.algorithms().isEmpty()) {
      return;
    }
    line("");
    line("## Algorithms on the same rows");
    line("");
    line("| algorithm | AUC (validation) | AUC (test) | the published one's is higher by |");
    line("|---|---:|---:|---:|");
    for (AlgorithmComparison one : card.algorithms()) {
      String behind =
          one.published()
              ? "published"
              : String.format(
                  Locale.ROOT,
                  "%+.4f (95 %%: %+.4f to %+.4f)",
                  one.difference(),
                  one.low(),
                  one.high());
      line(
          "| %s | %.4f | %.4f | %s |",
          Algorithm.of(one.parameters()), one.validationAuc(), one.auc(), behind);
    }
  }

  private void comparisons() {
    if (card.comparisons().isEmpty()) {
      return;
    }
    line("");
    line("## Without this model, on the same rows");
    line("");
    line("| ranking by | AUC | the model's AUC is higher by | beaten |");
    line("|---|---:|---:|---|");
    for (BaselineComparison comparison : card.comparisons()) {
      line(
          "| %s | %.4f | %+.4f (95 %%: %+.4f to %+.4f) | %s |",
          comparison.baseline().replace('_', ' '),
          comparison.auc(),
          comparison.difference(),
          comparison.low(),
          comparison.high(),
          comparison.beaten() ? "yes" : "no");
    }
  }

  private void baselines() {
    line("");
    line("## Single columns on the same rows");
    line("");
    line("| ranking by | AUC |");
    line("|---|---:|");
    line("| this model | %.4f |", card.evaluation().auc());
    card.baselines().stream()
        .limit(MOST_COLUMNS)
        .forEach(column -> line("| %s alone | %.4f |", column.column(), column.auc()));
  }

  private void importances() {
    line("");
    line("## What the model needs most");
    line("");
    line("| column | AUC lost without it |");
    line("|---|---:|");
    card.importances().stream()
        .limit(MOST_COLUMNS)
        .forEach(column -> line("| %s | %.4f |", column.column(), column.aucLoss()));
  }

  private void calibration() {
    line("");
    line("## Said and come true, by tenths of the scores");
    line("");
    line("| rows | mean score | churned |");
    line("|---:|---:|---:|");
    for (CalibrationBin bin : card.evaluation().calibration()) {
      line("| %d | %.3f | %.3f |", bin.rows(), bin.meanScore(), bin.churnRate());
    }
  }

  private void lift() {
    List<LiftPoint> points = card.evaluation().lift();
    line("");
    line("## Contacting the riskiest first");
    line("");
    line("| contacted | churners among them | lift |");
    line("|---:|---:|---:|");
    for (LiftPoint point : points) {
      line("| %d %% | %.1f %% | %.2f |", point.percent(), 100 * point.gain(), point.lift());
    }
  }

  private void profit() {
    ProfitReport profit = card.profit();
    if (profit == null) {
      return;
    }
    line("");
    line("## Profit per customer with the costs given");
    line("");
    line("| contacted | profit |");
    line("|---|---:|");
    line("| from the threshold %.3f on | %.2f |", card.threshold(), profit.atThreshold());
    line("| from .5 on | %.2f |", profit.atHalf());
    line("| everyone | %.2f |", profit.everyone());
  }

  private void limits() {
    line("");
    line("## Limits");
    line("");
    card.limits().forEach(limit -> line("* %s", limit));
  }

  private void line(String format, Object... facts) {
    text.append(String.format(Locale.ROOT, format, facts)).append('\n');
  }
}
