package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables nobody would choose, for both ways of splitting. */
class HostileTablesTests {

  private static final ForestParameters SMALL = new ForestParameters(16, 6, 5, 0.3, 1);

  @ParameterizedTest
  @EnumSource
  void findsTheOneColumnAmongAThousand(Splitting splitting) {
    var random = new SplittableRandom(1);
    List<String> names = IntStream.range(0, 1_000).mapToObj(i -> "column_" + i).toList();
    TrainingTable.Builder builder = TrainingTable.builder(names);
    for (int row = 0; row < 400; row++) {
      float[] values = new float[1_000];
      for (int column = 0; column < values.length; column++) {
        values[column] = (float) random.nextGaussian();
      }
      builder.add(values, values[617] > 0.5);
    }
    CompiledForest forest = new ForestTrainer(2, splitting).train(builder.build(), SMALL);

    int[] splits = new int[1_000];
    for (int node = 0; node < forest.nodes(); node++) {
      if (!forest.isLeaf(node)) {
        splits[forest.feature(node)]++;
      }
    }
    assertThat(splits[617]).isEqualTo(IntStream.of(splits).max().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void sharesSplitsAmongDuplicateColumnsWithoutHarm(Splitting splitting) {
    TrainingTable shop = Tables.shop(1_000, 1).table();
    TrainingTable.Builder builder = TrainingTable.builder(List.of("recency", "again", "empty"));
    for (int row = 0; row < shop.rows(); row++) {
      float recency = shop.value(row, 0);
      builder.add(new float[] {recency, recency, ForestInputs.MISSING}, shop.label(row));
    }
    CompiledForest forest = new ForestTrainer(2, splitting).train(builder.build(), SMALL);

    for (int node = 0; node < forest.nodes(); node++) {
      assertThat(forest.isLeaf(node) || forest.feature(node) < 2).isTrue();
    }
    assertThat(forest.score(new float[] {90, 90, ForestInputs.MISSING}))
        .isGreaterThan(forest.score(new float[] {1, 1, ForestInputs.MISSING}))
        .isEqualTo(forest.score(new float[] {90, 90, 5}));
  }

  /** A column that names the customer must not be learnt by heart: rare categories share a code. */
  @ParameterizedTest
  @EnumSource
  void poolsTenThousandCategories(Splitting splitting) {
    var columns = List.of(new InputColumn("customer", InputType.CATEGORY));
    var rows = new ArrayList<LabelledRow>();
    for (int row = 0; row < 10_000; row++) {
      rows.add(new LabelledRow(FeatureRow.of(List.of("customer-" + row)), row % 2 == 0));
    }
    ForestInputs inputs = ForestInputs.fit(columns, rows);
    CompiledForest forest =
        new ForestTrainer(2, splitting).train(TrainingTable.of(inputs, rows), SMALL);

    assertThat(inputs.inputs().getFirst().categories()).hasSize(ForestInput.MAX_CATEGORIES);
    double unseen = forest.score(inputs.encode(FeatureRow.of(List.of("customer-x"))));
    assertThat(unseen)
        .isBetween(0.45, 0.55)
        .isEqualTo(forest.score(inputs.encode(FeatureRow.of(List.of("customer-9999")))));
  }

  @ParameterizedTest
  @EnumSource
  void learnsThatAValueIsMissing(Splitting splitting) {
    TrainingTable.Builder builder = TrainingTable.builder(List.of("ratio"));
    for (int row = 0; row < 900; row++) {
      builder.add(new float[] {row % 3 == 0 ? ForestInputs.MISSING : row}, row % 3 == 0);
    }
    CompiledForest forest = new ForestTrainer(2, splitting).train(builder.build(), SMALL);

    assertThat(forest.score(new float[] {ForestInputs.MISSING})).isEqualTo(1);
    assertThat(forest.score(new float[] {-ForestInputs.LARGEST})).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void refusesThreeRows(Splitting splitting) {
    TrainingTable.Builder builder = TrainingTable.builder(List.of("orders"));
    for (int row = 0; row < 3; row++) {
      builder.add(new float[] {row}, row == 1);
    }

    assertThatThrownBy(() -> new ForestTrainer(1, splitting).train(builder.build(), SMALL))
        .isInstanceOf(UntrainableException.class)
        .hasMessageContaining("there are 3");
  }
}
