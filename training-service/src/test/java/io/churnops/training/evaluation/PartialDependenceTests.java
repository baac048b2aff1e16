package io.churnops.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.LabelledRow;
import io.churnops.training.evaluation.PartialDependence.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialDependenceTests {

  private static final List<InputColumn> COLUMNS =
      List.of(
          new InputColumn("spent", InputType.NUMBER),
          new InputColumn("plan", InputType.CATEGORY),
          new InputColumn("visits", InputType.NUMBER));

  /** Of a sum the dependence on one term is that term plus the mean of the others. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isTheTermOfAColumnInASum(long seed) {
    List<LabelledRow> rows = rows(400, seed);
    ForestInputs inputs = ForestInputs.fit(COLUMNS, rows);
    float[][] encoded = encoded(inputs, rows);
    double meanOfVisits = Arrays.stream(encoded).mapToDouble(row -> row[2]).average().orElseThrow();

    PartialDependence spent =
        PartialDependence.of(inputs, List.of("spent"), encoded, PartialDependenceTests::sums)
            .getFirst();

    assertThat(spent.points()).hasSizeBetween(15, 21);
    assertThat(spent.points().stream().mapToInt(Point::rows).sum()).isEqualTo(400);
    assertThat(spent.points().getLast().missing()).isTrue();
    assertThat(spent.points().subList(0, spent.points().size() - 1))
        .isSortedAccordingTo(Comparator.comparing(point -> Objects.requireNonNull(point.value())))
        .allSatisfy(point ->
            assertThat(point.meanProbability())
                .isCloseTo(
                    Objects.requireNonNull(point.value()) / 100 + meanOfVisits / 100,
                    within(1e-6)));
  }

  @Test
  void hasAPointOfEachValueWhereThereAreFew() {
    List<LabelledRow> rows = rows(400, 4);
    ForestInputs inputs = ForestInputs.fit(COLUMNS, rows);

    PartialDependence visits =
        PartialDependence.of(
                inputs, List.of("visits"), encoded(inputs, rows), PartialDependenceTests::sums)
            .getFirst();

    assertThat(visits.points()).extracting(Point::value).containsExactly(0.0, 1.0, 2.0);
  }

  @Test
  void namesCategoriesTheMostFrequentFirstAndThePoolOfRareOnesNot() {
    List<LabelledRow> rows = new ArrayList<>(rows(400, 5));
    for (int rare = 0; rare < 80; rare++) {
      rows.add(new LabelledRow(FeatureRow.of(List.of(1, "rare" + rare, 1)), rare % 2 == 0));
    }
    ForestInputs inputs = ForestInputs.fit(COLUMNS, rows);

    PartialDependence plan =
        PartialDependence.of(
                inputs, List.of("plan"), encoded(inputs, rows), PartialDependenceTests::sums)
            .getFirst();

    assertThat(plan.points().getFirst().category()).isEqualTo("monthly");
    assertThat(plan.points())
        .anySatisfy(point -> {
          assertThat(point.category()).isNull();
          assertThat(point.missing()).isFalse();
          assertThat(point.rows()).isEqualTo(18);
        });
  }

  private static double[] sums(float[][] rows) {
    return Arrays.stream(rows)
        .mapToDouble(row -> (row[0] == ForestInputs.MISSING ? 0 : row[0] / 100) + row[2] / 100)
        .toArray();
  }

  private static float[][] encoded(ForestInputs inputs, List<LabelledRow> rows) {
    return rows.stream().map(row -> inputs.encode(row.row())).toArray(float[][]::new);
  }

  /** Spent is missing in a tenth, half of the others have spent nothing. */
  private static List<LabelledRow> rows(int count, long seed) {
    var random = new SplittableRandom(seed);
    var rows = new ArrayList<LabelledRow>();
    for (int row = 0; row < count; row++) {
      Double spent =
          row % 10 == 0 ? null : Double.valueOf(random.nextInt(4) == 0 ? 0 : random.nextInt(50));
      String plan = random.nextInt(3) == 0 ? "yearly" : "monthly";
      rows.add(
          new LabelledRow(
              FeatureRow.of(Arrays.asList(spent, plan, random.nextInt(3))), random.nextBoolean()));
    }
    return rows;
  }
}
