package io.churnops.training.card;

import io.churnops.forest.evaluation.Evaluation;
import io.churnops.training.datasets.LabelOverlap;
import io.churnops.training.datasets.Split;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.BaselineComparison;
import io.churnops.training.evaluation.ColumnStrength;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What not to expect of a model, derived from how it was made and tested. */
public final class ModelLimits {

  private static final double UNCALIBRATED = 0.05;
  private static final double WIDE = 0.1;

  private ModelLimits() {}

  public static List<String> of(
      SplitReport split,
      Evaluation evaluation,
      List<ColumnStrength> baselines,
      List<BaselineComparison> comparisons,
      List<AlgorithmComparison> algorithms,
      ThresholdChoice threshold) {
    var limits = new ArrayList<String>();
    limits.add("It says who is likely to leave, not whom an offer would keep.");
    limits.add(time(split));
    if (split.method() == Split.Method.K_FOLD
        && algorithms.stream().findFirst().filter(AlgorithmComparison::published).isPresent()) {
      limits.add(
          say(
              "It is the best of %d algorithms by the same rows that its figures are of, which"
                  + " flatters them slightly.",
              algorithms.size()));
    }
    LabelOverlap overlap = split.overlap();
    if (overlap != null && overlap.training() > 0 && split.method() != Split.Method.BY_CUSTOMER) {
      limits.add(
          say(
              "Its threshold was chosen on customers it did not learn from, but at the same time:"
                  + " the label windows of %d of its rows reach into theirs.",
              overlap.training()));
    }
    ColumnStrength best = baselines.getFirst();
    if (evaluation.auc() <= best.auc()) {
      limits.add(say("It ranks no better than %s alone (AUC %.3f).", best.column(), best.auc()));
    }
    comparisons.stream()
        .filter(comparison -> !comparison.beaten())
        .forEach(comparison ->
            limits.add(
                say(
                    "It does not rank better beyond chance than %s (AUC %.3f, difference %+.3f to"
                        + " %+.3f).",
                    comparison.baseline().replace('_', ' ') + plain(comparison),
                    comparison.auc(),
                    comparison.low(),
                    comparison.high())));
    baselines.stream()
        .filter(ColumnStrength::leakSuspect)
        .forEach(column ->
            limits.add(
                say(
                    "%s alone reaches AUC %.3f, too good for the past: does it know the"
                        + " label?",
                    column.column(), column.auc())));
    if (evaluation.calibrationError() > UNCALIBRATED) {
      limits.add(
          say(
              "Its probabilities are off by %.3f on average: rank by them, do not count on their"
                  + " values.",
              evaluation.calibrationError()));
    }
    Double wished = threshold.precision();
    if (wished != null && !threshold.reached()) {
      limits.add(
          say(
              "No threshold had precision %.2f on the validation rows; the one with the greatest"
                  + " precision, %.2f, was taken.",
              wished, threshold.onValidation().precision()));
    }
    double width = evaluation.aucInterval().high() - evaluation.aucInterval().low();
    if (width > WIDE) {
      limits.add(
          say(
              "Its %d test rows say little: the AUC interval is %.2f wide.",
              evaluation.rows(), width));
    }
    return List.copyOf(limits);
  }

  private static String plain(BaselineComparison comparison) {
    return comparison.columns().size() == 1 ? " alone" : "";
  }

  private static String time(SplitReport split) {
    return switch (split.method()) {
      case K_FOLD ->
          "It was tested in folds of customers at one time, not on a later time; its threshold was"
              + " chosen on the same scores that its precision and recall are told of.";
      case BY_CUSTOMER -> "It was tested on other customers at the same time, not on a later time.";
      case BY_TIME, BY_TIME_VALIDATED_ON_OTHER_CUSTOMERS ->
          split.test().cutoffs().size() == 1
              ? "It was tested at one moment, %s; other seasons may differ."
                  .formatted(split.test().cutoffs().getFirst())
              : "It was tested at %d moments from %s to %s; other seasons may differ."
                  .formatted(
                      split.test().cutoffs().size(),
                      split.test().cutoffs().getFirst(),
                      split.test().cutoffs().getLast());
    };
  }

  private static String say(String sentence, Object... facts) {
    return String.format(Locale.ROOT, sentence, facts);
  }
}
