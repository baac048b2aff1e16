package io.churnops.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.LabelledRow;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.evaluation.BinaryMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColumnsTests {

  private static final List<InputColumn> COLUMNS =
      List.of(
          new InputColumn("leak", InputType.NUMBER),
          new InputColumn("strong", InputType.NUMBER),
          new InputColumn("segment", InputType.CATEGORY),
          new InputColumn("noise", InputType.NUMBER));

  private final List<LabelledRow> rows = rows(600, 1);
  private final boolean[] churned = churned(rows);
  private final ForestInputs inputs = ForestInputs.fit(COLUMNS, rows);
  private final float[][] encoded =
      rows.stream().map(row -> inputs.encode(row.row())).toArray(float[][]::new);

  @Test
  void ranksColumnsByWhatEachReachesAloneInEitherDirection() {
    List<ColumnStrength> strengths = ColumnStrength.of(inputs, encoded, churned);

    assertThat(strengths)
        .extracting(ColumnStrength::column)
        .containsExactly("leak", "strong", "segment", "noise");
    assertThat(strengths.getFirst().auc()).isEqualTo(1);
    assertThat(strengths.get(1).auc()).isBetween(0.7, 0.9);
    assertThat(strengths.getLast().auc()).isCloseTo(0.5, within(0.06));
  }

  @Test
  void suspectsAColumnThatKnowsTooMuch() {
    assertThat(ColumnStrength.of(inputs, encoded, churned))
        .filteredOn(ColumnStrength::leakSuspect)
        .extracting(ColumnStrength::column)
        .containsExactly("leak");
  }

  @Test
  void findsTheColumnsThatAForestNeeds() {
    CompiledForest forest = forestWithout("leak");

    List<ColumnImportance> importances = ColumnImportance.of(forest, inputs, encoded, churned, 42);

    assertThat(importances.getFirst().column()).isEqualTo("strong");
    assertThat(importances.getFirst().aucLoss()).isGreaterThan(0.1);
    assertThat(importances)
        .filteredOn(importance -> importance.column().equals("leak"))
        .extracting(ColumnImportance::aucLoss)
        .containsExactly(0.0);
    assertThat(ColumnImportance.of(forest, inputs, encoded, churned, 42)).isEqualTo(importances);
  }

  @Test
  void endsTheLearningCurveAtTheAucOfTheWholeForest() {
    CompiledForest forest = forestWithout("leak");
    double[] scores = new double[encoded.length];
    forest.score(encoded, scores);

    List<LearningCurve.Point> curve = LearningCurve.of(forest, encoded, churned);

    assertThat(curve).hasSize(10);
    assertThat(curve.getLast().trees()).isEqualTo(30);
    assertThat(curve.getLast().auc()).isCloseTo(BinaryMetrics.auc(scores, churned), within(1e-12));
  }

  private CompiledForest forestWithout(String column) {
    int blind = inputs.names().indexOf(column);
    var table = TrainingTable.builder(inputs.names());
    for (int i = 0; i < encoded.length; i++) {
      float[] row = encoded[i].clone();
      row[blind] = 0;
      table.add(row, churned[i]);
    }
    return new ForestTrainer(1).train(table.build(), new ForestParameters(30, 6, 10, 0.5, 1));
  }

  private static List<LabelledRow> rows(int count, long seed) {
    var random = new SplittableRandom(seed);
    List<LabelledRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double risk = random.nextDouble();
      boolean churned = random.nextDouble() < risk;
      rows.add(
          new LabelledRow(
              FeatureRow.of(
                  Arrays.asList(
                      churned ? 1 : 0,
                      -risk,
                      risk + random.nextDouble() > 1 ? "late" : "early",
                      random.nextInt(9) == 0 ? null : random.nextDouble())),
              churned));
    }
    return rows;
  }

  private static boolean[] churned(List<LabelledRow> rows) {
    boolean[] churned = new boolean[rows.size()];
    for (int i = 0; i < churned.length; i++) {
      churned[i] = rows.get(i).churned();
    }
    return churned;
  }
}
