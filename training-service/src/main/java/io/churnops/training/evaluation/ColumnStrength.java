package io.churnops.training.evaluation;

import io.churnops.forest.ForestInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What ranking customers by one column alone would be worth: the baseline every model has to beat.
 *
 * @param auc of the better of the two directions, at least .5
 */
public record ColumnStrength(String column, double auc) {

  private static final double TOO_GOOD = 0.95;

  /**
   * Every column's strength, best first.
   *
   * @param rows encoded by the inputs, of both classes; a missing value ranks below all others
   */
  public static List<ColumnStrength> of(ForestInputs inputs, float[][] rows, boolean[] churned) {
    var strengths = new ArrayList<ColumnStrength>(inputs.size());
    for (int column = 0; column < inputs.size(); column++) {
      int index = column;
      double[] values = Arrays.stream(rows).mapToDouble(row -> row[index]).toArray();
      double auc = Ranking.of(values, churned).auc();
      strengths.add(new ColumnStrength(inputs.names().get(column), Math.max(auc, 1 - auc)));
    }
    strengths.sort(Comparator.comparingDouble(ColumnStrength::auc).reversed());
    return List.copyOf(strengths);
  }

  /** Whether the column knows more than the past can tell, so that it likely leaks the label. */
  public boolean leakSuspect() {
    return auc > TOO_GOOD;
  }
}
