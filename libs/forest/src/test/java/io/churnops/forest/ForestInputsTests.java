package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ForestInputsTests {

  private static final List<InputColumn> COLUMNS =
      List.of(
          new InputColumn("orders_30d", InputType.NUMBER),
          new InputColumn("country", InputType.CATEGORY));

  @Test
  void ordersCategoriesByChurnRateAndThenByName() {
    ForestInputs inputs =
        ForestInputs.fit(
            COLUMNS,
            List.of(
                labelled(true, 1.0, "FR"),
                labelled(false, 1.0, "FR"),
                labelled(true, 1.0, "AT"),
                labelled(false, 1.0, "AT"),
                labelled(false, 1.0, "DE"),
                labelled(true, 1.0, "BE"),
                labelled(true, 1.0, null)));

    assertThat(inputs.inputs().get(1).categories()).containsExactly("DE", "AT", "FR", "BE");
    assertThat(inputs.encode(row(2.5, "DE"))).containsExactly(2.5f, 0);
    assertThat(inputs.encode(row(2.5, "BE"))).containsExactly(2.5f, 3);
  }

  @Test
  void treatsAnUnseenCategoryAsMissingWhereNoneWerePooled() {
    ForestInputs inputs = ForestInputs.fit(COLUMNS, List.of(labelled(true, 1.0, "FR")));

    assertThat(inputs.encode(row(0.0, "XX"))).containsExactly(0, ForestInputs.MISSING);
    assertThat(inputs.encode(row(null, null)))
        .containsExactly(ForestInputs.MISSING, ForestInputs.MISSING);
  }

  @Test
  void poolsTheRarestCategoriesAtTheirOwnChurnRate() {
    var rows = new ArrayList<LabelledRow>();
    for (int category = 0; category < ForestInput.MAX_CATEGORIES; category++) {
      for (int i = 0; i < 10; i++) {
        rows.add(labelled(category >= 32, 0.0, "frequent" + category));
      }
    }
    for (int rare = 0; rare < 10; rare++) {
      rows.add(labelled(rare < 5, 0.0, "rare" + rare));
    }
    ForestInputs inputs = ForestInputs.fit(COLUMNS, rows);

    float others = inputs.encode(row(0.0, "rare3"))[1];
    assertThat(others).isEqualTo(32);
    assertThat(inputs.encode(row(0.0, "never seen"))[1]).isEqualTo(others);
    assertThat(inputs.encode(row(0.0, "frequent31"))[1]).isLessThan(others);
    assertThat(inputs.encode(row(0.0, "frequent32"))[1]).isEqualTo(others + 1);
    assertThat(inputs.inputs().get(1).categories()).hasSize(ForestInput.MAX_CATEGORIES);
  }

  @Test
  void clampsNumbersSoThatNoValueIsTakenForMissing() {
    ForestInputs inputs = ForestInputs.fit(COLUMNS, List.of());

    assertThat(inputs.encode(row(-Double.MAX_VALUE, null))[0])
        .isEqualTo(-ForestInputs.LARGEST)
        .isGreaterThan(ForestInputs.MISSING);
    assertThat(inputs.encode(row(Double.MAX_VALUE, null))[0]).isEqualTo(ForestInputs.LARGEST);
  }

  @Test
  void refusesWhatIsNoFiniteNumber() {
    ForestInputs inputs = ForestInputs.fit(COLUMNS, List.of());

    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1 / 0.0}) {
      assertThatThrownBy(() -> inputs.encode(row(value, null)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("orders_30d");
    }
  }

  @Test
  void refusesRowsThatDoNotFit() {
    ForestInputs inputs = ForestInputs.fit(COLUMNS, List.of());

    assertThatThrownBy(() -> inputs.encode(FeatureRow.of(List.of(1.0))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the model has 2 inputs, the row 1 values");
    assertThatThrownBy(() -> inputs.encode(row("many", null)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> inputs.encode(row(1, 2))).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> FeatureRow.of(List.of(List.of())))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void refusesTwoInputsOfOneName() {
    var twice = new InputColumn("orders_30d", InputType.NUMBER);

    assertThatThrownBy(() -> ForestInputs.fit(List.of(twice, twice), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("orders_30d");
  }

  @Test
  void survivesJson() {
    var json = JsonMapper.builder().build();
    ForestInputs inputs = ForestInputs.fit(COLUMNS, List.of(labelled(true, 1.0, "FR")));

    assertThat(json.readValue(json.writeValueAsBytes(inputs), ForestInputs.class))
        .isEqualTo(inputs);
  }

  private static LabelledRow labelled(boolean churned, @Nullable Object... values) {
    return new LabelledRow(row(values), churned);
  }

  private static FeatureRow row(@Nullable Object... values) {
    return FeatureRow.of(Arrays.asList(values));
  }
}
