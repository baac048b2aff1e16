package io.churnops.training.evaluation;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * How much a model needs a column: the AUC it loses when the column's values are shuffled among the
 * rows (Breiman 2001). Columns that say the same share their importance, and each looks small.
 *
 * @param aucLoss mean over the shuffles; around 0, also below it, for a column that is not needed
 */
public record ColumnImportance(String column, double aucLoss) {

  private static final int SHUFFLES = 2;

  /**
   * Every column's importance, greatest first.
   *
   * @param rows encoded by the inputs, of both classes, that the forest has not learnt from
   */
  public static List<ColumnImportance> of(
      CompiledForest forest, ForestInputs inputs, float[][] rows, boolean[] churned, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double whole = auc(forest, rows, churned);
    var importances = new ArrayList<ColumnImportance>(inputs.size());
    for (int column = 0; column < inputs.size(); column++) {
      double lost = 0;
      for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
        lost += whole - auc(forest, shuffled(rows, column, random), churned);
      }
      importances.add(new ColumnImportance(inputs.names().get(column), lost / SHUFFLES));
    }
    importances.sort(Comparator.comparingDouble(ColumnImportance::aucLoss).reversed());
    return List.copyOf(importances);
  }

  private static double auc(CompiledForest forest, float[][] rows, boolean[] churned) {
    double[] scores = new double[rows.length];
    forest.score(rows, scores);
    return Ranking.of(scores, churned).auc();
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
