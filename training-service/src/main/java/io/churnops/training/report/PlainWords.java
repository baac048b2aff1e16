package io.churnops.training.report;

import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.LiftPoint;
import io.churnops.training.card.ModelCard;
import io.churnops.training.evaluation.BaselineComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a model card means to somebody who sells things. */
final class PlainWords {

  private final ModelCard card;

  PlainWords(ModelCard card) {
    this.card = card;
  }

  /** What to think of a version at first sight. */
  enum Verdict {
    GOOD,
    DOUBTFUL,
    BAD
  }

  /** A verdict and why. */
  record Headline(Verdict verdict, String text) {}

  /** The first line. A model that loses to a simple rule is not shown as anything better. */
  Headline headline() {
    if (!card.leakSuspects().isEmpty()) {
      return new Headline(
          Verdict.BAD, "Do not trust it yet: one column alone is too good to be true.");
    }
    for (BaselineComparison comparison : card.comparisons()) {
      if (comparison.high() < 0) {
        return new Headline(
            Verdict.BAD,
            "Do not use it: %s ranks customers better.%s"
                .formatted(rule(comparison), instead(comparison)));
      }
    }
    for (BaselineComparison comparison : card.comparisons()) {
      if (!comparison.beaten()) {
        return new Headline(
            Verdict.DOUBTFUL,
            "It is not shown to rank customers better than %s%s."
                .formatted(rule(comparison), beaten()));
      }
    }
    return card.comparisons().isEmpty()
        ? new Headline(Verdict.DOUBTFUL, "It was not held against any simple rule.")
        : new Headline(
            Verdict.GOOD, "It ranks customers better than every simple rule it was held against.");
  }

  /** What to do where the rule that wins can be had as a model. */
  private static String instead(BaselineComparison comparison) {
    return comparison.baseline().equals("logistic_regression")
        ? " Train one instead (algorithm logistic-regression)."
        : "";
  }

  /** Which rules it does beat, where there are such. */
  private String beaten() {
    List<String> rules =
        card.comparisons().stream()
            .filter(BaselineComparison::beaten)
            .map(PlainWords::rule)
            .toList();
    return rules.isEmpty() ? "" : ", though better than " + String.join(" and ", rules);
  }

  /** How good it is, for reading aloud. */
  List<String> sentences() {
    Evaluation evaluation = card.evaluation();
    var sentences = new ArrayList<String>();
    LiftPoint top = evaluation.lift().getFirst();
    double rate = (double) evaluation.positives() / evaluation.rows();
    sentences.add(
        Figures.say(
            "Of the %d %% of customers that it called riskiest, %s really left%s. Of all customers,"
                + " %s did.",
            top.percent(),
            Figures.percent(Math.min(1, top.lift() * rate)),
            card.label().horizon() == null ? "" : " within " + Figures.time(card.label().horizon()),
            Figures.percent(rate)));
    sentences.add(
        Figures.say(
            "Whoever contacts those %d %% reaches %s of all who leave, %.1f times as many as by"
                + " chance.",
            top.percent(), Figures.percent(top.gain()), top.lift()));
    sentences.add(
        Figures.say(
            "Shown one customer who left and one who stayed, it gives the higher risk to the one"
                + " who left in %.0f of 100 cases; a coin does in 50.",
            100 * evaluation.auc()));
    card.comparisons().forEach(comparison -> sentences.add(compared(comparison)));
    return sentences;
  }

  private static String compared(BaselineComparison comparison) {
    String rule = rule(comparison);
    return Figures.say(
        "%s%s does in %.0f of 100: %s.",
        rule.substring(0, 1).toUpperCase(Locale.ROOT),
        rule.substring(1),
        100 * comparison.auc(),
        outcome(comparison));
  }

  /** Who wins, beyond chance. */
  private static String outcome(BaselineComparison comparison) {
    if (comparison.high() < 0) {
      return "the model is worse";
    }
    return comparison.beaten() ? "the model is better" : "the difference may be chance";
  }

  /** A simple way to rank, in words. */
  static String rule(BaselineComparison comparison) {
    return switch (comparison.baseline()) {
      case "recency" -> "counting the days since the last order";
      case "order_count" -> "counting orders";
      case "logistic_regression" -> "a logistic regression";
      default -> Html.shortened(comparison.baseline().replace('_', ' ')) + " alone";
    };
  }

  /** What it must not be used for: what its making and test say, and what holds of all models. */
  List<String> limits() {
    var limits = new ArrayList<>(card.limits());
    limits.add(
        "It is made to choose whom to contact. Do not decide by it alone about prices, credit,"
            + " contracts or complaints of single people.");
    limits.add(
        "It knows the customers, the shop and the label it was made with. For another shop or"
            + " another question, train another model.");
    return limits;
  }
}
