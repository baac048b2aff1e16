package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompiledViewTests {

  private static final long NOW = SampleView.NOW;
  private static final long DAY = SampleView.DAY;

  private final CompiledView view = SampleView.compiled();

  private static @Nullable Object value(FeatureVector vector, String column) {
    for (int i = 0; i < vector.size(); i++) {
      if (vector.columns().get(i).name().equals(column)) {
        return vector.value(i);
      }
    }
    throw new AssertionError("no column " + column);
  }

  @Test
  void evaluatesTheSampleCustomer() {
    FeatureVector vector = view.evaluate(SampleView.state(view), NOW);
    assertThat(value(vector, "days_since_last_order")).isEqualTo(0.5);
    assertThat(value(vector, "orders_7d")).isEqualTo(1.0);
    assertThat(value(vector, "orders_90d")).isEqualTo(2.0);
    assertThat(value(vector, "orders_lifetime")).isEqualTo(3.0);
    assertThat(value(vector, "revenue_30d")).isEqualTo(4849.5);
    assertThat(value(vector, "basket_90d")).isEqualTo(2424.75);
    assertThat(value(vector, "smallest_24h")).isEqualTo(250.0);
    assertThat(value(vector, "categories_90d")).isEqualTo(3.0);
    assertThat(value(vector, "discounted_orders_90d")).isEqualTo(2.0);
    assertThat(value(vector, "country")).isEqualTo("FR");
    assertThat(value(vector, "first_amount_30d")).isEqualTo(4599.5);
    assertThat(value(vector, "order_trend")).isEqualTo(1.0 - 2.0 / 3);
    assertThat(value(vector, "discount_share")).isEqualTo(1.0);
  }

  @Test
  void nothingKnownIsZeroForCountsAndSumsAndNullForTheRest() {
    FeatureVector vector = view.evaluate(view.emptyState(), NOW);
    List<String> known = new ArrayList<>();
    for (int i = 0; i < vector.size(); i++) {
      if (!vector.isNull(i)) {
        assertThat(vector.number(i)).isZero();
        known.add(vector.columns().get(i).name());
      }
    }
    assertThat(known)
        .containsExactly(
            "orders_7d",
            "orders_90d",
            "orders_lifetime",
            "revenue_30d",
            "revenue_90d",
            "categories_90d",
            "discounted_orders_90d",
            "order_trend",
            "discount_share");
  }

  @Test
  void silenceAloneChangesTheAnswer() {
    FeatureState state = SampleView.state(view);
    FeatureVector later = view.evaluate(state, NOW + 200 * DAY);
    assertThat(value(later, "days_since_last_order")).isEqualTo(199.0);
    assertThat(value(later, "orders_90d")).isEqualTo(0.0);
    assertThat(value(later, "orders_lifetime")).isEqualTo(4.0);
    assertThat(value(later, "first_amount_30d")).isNull();
  }

  @Test
  void anEventFromTheFutureIsSeenOnceItsTimeHasPassed() {
    FeatureState state = SampleView.state(view);
    assertThat(value(view.evaluate(state, NOW + DAY), "orders_7d")).isEqualTo(1.0);
    assertThat(value(view.evaluate(state, NOW + DAY + 1), "orders_7d")).isEqualTo(2.0);
  }

  @Test
  void refusesToAnswerForBeforeWhatItKnows() {
    FeatureState state = SampleView.state(view);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> view.evaluate(state, NOW - 1))
        .withMessageContaining("from the log");
  }

  @Test
  void refusesTheStatesOfOtherViews() {
    String other = SampleView.YAML.replace("view: customer_behaviour", "view: other");
    FeatureState foreign = CompiledView.compile(FeatureViewDefinition.parse(other)).emptyState();
    assertThatIllegalArgumentException().isThrownBy(() -> view.evaluate(foreign, NOW));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> view.fold(foreign, SampleView.events().getFirst()));
  }

  @Test
  void takesTheStatesOfTheSameViewCompiledAgain() {
    FeatureState state = SampleView.state(SampleView.compiled());
    assertThat(view.evaluate(state, NOW)).isEqualTo(view.evaluate(SampleView.state(view), NOW));
  }

  @Test
  void ignoresOffsetsThatItHasFolded() {
    FeatureState state = SampleView.state(view);
    view.fold(state, SampleView.events().getFirst(), 2, 40);
    assertThat(state.events()).isEqualTo(7);
    assertThat(state.appliedOffsets()).isEqualTo(Map.of(2, 46L));
    assertThat(state.watermarkMicros()).isEqualTo(NOW);
    view.fold(state, SampleView.events().getFirst(), 1, 40);
    assertThat(state.events()).isEqualTo(8);
  }

  @Test
  void keepsTheOrderOfColumns() {
    assertThat(view.columns())
        .startsWith(
            new FeatureColumn("days_since_last_order", ColumnType.NUMBER),
            new FeatureColumn("orders_7d", ColumnType.NUMBER))
        .contains(new FeatureColumn("country", ColumnType.CATEGORY))
        .endsWith(new FeatureColumn("discount_share", ColumnType.NUMBER));
  }

  @Test
  void forgetsTilesThatNoWindowReaches() {
    FeatureState state = view.emptyState();
    for (int day = 0; day < 2000; day++) {
      long time = NOW + day * DAY;
      view.fold(
          state,
          SampleView.event(
              "o" + day,
              "order.placed",
              time,
              time,
              "{\"amountMinor\":100,\"discountMinor\":1,\"items\":[{\"category\":\"a\"}]}"));
    }
    assertThat(state.days().size()).isBetween(90, 91);
    assertThat(state.hours().size()).isBetween(7, 8);
    assertThat(state.exact().kept()).hasSizeBetween(89, 90);
  }

  @Test
  void aHundredActiveDaysInFortyColumnsTakeLessThanFourKilobytes() {
    StringBuilder yaml = new StringBuilder("view: wide\nentity: customer\nfeatures:\n");
    for (String type : List.of("order.placed", "session.started", "email.opened", "cart.added")) {
      String name = type.replace('.', '_');
      for (String aggregate : List.of("count", "sum, of: amountMinor", "distinct, of: category")) {
        yaml.append(
            "  - {name: %s_%s, event: %s, aggregate: %s, windows: [7d, 30d, 90d]}\n"
                .formatted(name, aggregate.substring(0, 3), type, aggregate));
      }
      yaml.append(
          "  - {name: %s_recency, event: %s, aggregate: days_since_last}\n".formatted(name, type));
    }
    CompiledView wide = CompiledView.compile(FeatureViewDefinition.parse(yaml.toString()));
    assertThat(wide.columns()).hasSize(40);
    FeatureState state = wide.emptyState();
    List<String> types = List.of("order.placed", "session.started", "email.opened", "cart.added");
    for (int i = 0; i < 300; i++) {
      long time = NOW + i / 3 * DAY + i % 3;
      String data = "{\"amountMinor\":%d,\"category\":\"c%d\"}".formatted(100 + 7 * i, i % 12);
      wide.fold(
          state,
          SampleView.event(
              "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f" + i, types.get(i % 4), time, time, data));
    }
    assertThat(wide.encode(state)).hasSizeLessThan(4096);
  }

  @Test
  void evaluationLeavesTheStateAsItWas() {
    FeatureState state = SampleView.state(view);
    byte[] before = view.encode(state);
    FeatureVector first = view.evaluate(state, NOW + 2 * DAY);
    assertThat(view.evaluate(state, NOW + 2 * DAY)).isEqualTo(first);
    assertThat(view.encode(state)).isEqualTo(before);
  }
}
