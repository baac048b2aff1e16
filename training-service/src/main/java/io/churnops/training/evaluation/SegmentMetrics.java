package io.churnops.training.evaluation;

import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Interval;
import io.churnops.forest.evaluation.ThresholdMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How good scores are among the test rows that share a category.
 *
 * @param value the category; absent for rows without one
 * @param meanScore the mean of the scores, to be held against the share of churners
 * @param auc absent where all rows are of one class
 * @param aucInterval its 95 % interval, by DeLong
 */
public record SegmentMetrics(
    String column,
    @Nullable String value,
    int rows,
    int positives,
    double meanScore,
    @Nullable Double auc,
    @Nullable Interval aucInterval,
    double precision,
    double recall) {

  /** Smaller segments say nothing and are left out. */
  public static final int FEWEST_ROWS = 50;

  /** The largest segments of a column come first; of more, the others are left out. */
  private static final int MOST_VALUES = 20;

  /** The segments of a column, largest first. Values are absent where a row has none. */
  public static List<SegmentMetrics> of(
      String column,
      List<? extends @Nullable String> values,
      double[] scores,
      boolean[] churned,
      double threshold) {
    Map<String, List<Integer>> rows = new TreeMap<>();
    var without = new ArrayList<Integer>();
    for (int row = 0; row < scores.length; row++) {
      String value = values.get(row);
      (value == null ? without : rows.computeIfAbsent(value, _ -> new ArrayList<>())).add(row);
    }
    var segments = new ArrayList<SegmentMetrics>();
    rows.forEach(
        (value, some) -> segments.add(segment(column, value, some, scores, churned, threshold)));
    segments.add(segment(column, null, without, scores, churned, threshold));
    return segments.stream()
        .filter(segment -> segment.rows() >= FEWEST_ROWS)
        .sorted((left, right) -> Integer.compare(right.rows(), left.rows()))
        .limit(MOST_VALUES)
        .toList();
  }

  private static SegmentMetrics segment(
      String column,
      @Nullable String value,
      List<Integer> rows,
      double[] allScores,
      boolean[] allChurned,
      double threshold) {
    double[] scores = rows.stream().mapToDouble(row -> allScores[row]).toArray();
    boolean[] churned = new boolean[scores.length];
    int truePositives = 0;
    int falsePositives = 0;
    int positives = 0;
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      churned[i] = allChurned[rows.get(i)];
      positives += churned[i] ? 1 : 0;
      sum += scores[i];
      if (scores[i] >= threshold) {
        truePositives += churned[i] ? 1 : 0;
        falsePositives += churned[i] ? 0 : 1;
      }
    }
    var decisions =
        new ThresholdMetrics(
            threshold,
            truePositives,
            falsePositives,
            scores.length - positives - falsePositives,
            positives - truePositives);
    boolean bothClasses = positives > 0 && positives < scores.length;
    return new SegmentMetrics(
        column,
        value,
        scores.length,
        positives,
        scores.length == 0 ? 0 : sum / scores.length,
        bothClasses ? BinaryMetrics.auc(scores, churned) : null,
        bothClasses ? BinaryMetrics.aucInterval(scores, churned) : null,
        decisions.precision(),
        decisions.recall());
  }
}
