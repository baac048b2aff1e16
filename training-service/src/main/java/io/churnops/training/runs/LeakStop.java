package io.churnops.training.runs;

import io.churnops.forest.ForestInputs;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Interval;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.evaluation.ColumnStrength;
import java.util.Locale;
import java.util.stream.Collectors;

/** Stops a run that ranks too well to be true: nobody's past tells so much of what they will do. */
final class LeakStop {

  /** A few rows reach any AUC by luck: the interval has to begin this near below the limit. */
  private static final double NEAR = 0.05;

  private static final int MOST_NAMED = 3;

  private LeakStop() {}

  /**
   * Holds an AUC against the most that is believed.
   *
   * @throws DatasetException if it is above, with the columns that reach most alone
   */
  static void check(
      String datasetId,
      double mostAuc,
      ForestInputs inputs,
      float[][] rows,
      double[] scores,
      boolean[] churned) {
    double auc = BinaryMetrics.auc(scores, churned);
    Interval interval = BinaryMetrics.aucInterval(scores, churned);
    if (auc <= mostAuc || interval.low() <= mostAuc - NEAR) {
      return;
    }
    String columns =
        ColumnStrength.of(inputs, rows, churned).stream()
            .limit(MOST_NAMED)
            .map(column -> String.format(Locale.ROOT, "%s %.3f", column.column(), column.auc()))
            .collect(Collectors.joining(", "));
    throw new DatasetException(
        "leak_suspected",
        String.format(
            Locale.ROOT,
            "On dataset %s the model reaches AUC %.3f (95 %%: %.3f to %.3f) on %d rows it did not"
                + " learn from, above %.2f: a column likely knows the label. Alone reach most: %s."
                + " Leave the column out, or set suspiciousAuc higher if it is honest",
            datasetId,
            auc,
            interval.low(),
            interval.high(),
            scores.length,
            mostAuc,
            columns));
  }
}
