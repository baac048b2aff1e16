package io.churnops.training.evaluation;

import io.churnops.forest.CompiledModel;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.evaluation.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How much a model needs a column: the AUC it loses when the column's values are shuffled among the
 * rows (Breiman 2001). Columns that say the same share their importance, and each looks small.
 *
 * @param aucLoss mean over the shuffles; around 0, also below it, for a column that is not needed
 * @param interval the 95 % interval of the loss by DeLong's paired variance, its ends being means
 *     over the shuffles; absent in a card from before there were intervals
 */
public record ColumnImportance(String column, double aucLoss, @Nullable Interval interval) {

  private static final int SHUFFLES = 3;

  /**
   * Every column's importance, greatest first.
   *
   * @param rows encoded by the inputs, of both classes, that the model has not learnt from
   */
  public static List<ColumnImportance> of(
      CompiledModel model, ForestInputs inputs, float[][] rows, boolean[] churned, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Ranking whole = ranking(model, rows, churned);
    var importances = new ArrayList<ColumnImportance>(inputs.size());
    for (int column = 0; column < inputs.size(); column++) {
      double lost = 0;
      double low = 0;
      double high = 0;
      for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
        AucDifference loss = whole.minus(ranking(model, shuffled(rows, column, random), churned));
        lost += loss.difference() / SHUFFLES;
        low += loss.interval().low() / SHUFFLES;
        high += loss.interval().high() / SHUFFLES;
      }
      importances.add(
          new ColumnImportance(inputs.names().get(column), lost, new Interval(low, high)));
    }
    importances.sort(Comparator.comparingDouble(ColumnImportance::aucLoss).reversed());
    return List.copyOf(importances);
  }

  private static Ranking ranking(CompiledModel model, float[][] rows, boolean[] churned) {
    return Ranking.of(model.scores(rows), churned);
  }

  private static float[][] shuffled(float[][] rows, int column, RandomGenerator random) {
    int[] order = IntStream.range(0, rows.length).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    float[][] copy = Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    for (int i = 0; i < copy.length; i++) {
      copy[i][column] = rows[order[i]][column];
    }
    return copy;
  }
}
