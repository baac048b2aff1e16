package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.churnops.features.engine.EventEffect.Kind;
import io.churnops.features.engine.Explanation.Kept;
import io.churnops.features.engine.Explanation.TileValue;
import io.churnops.features.engine.RandomCases.Feature;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExplanationTests {

  private static final int CASES = 300;
  private static final long DAY = SampleView.DAY;
  private static final long NOW = SampleView.NOW;
  private static final CompiledView VIEW =
      CompiledView.compile(
          FeatureViewDefinition.parse(
              """
              view: net
              entity: customer
              features:
                - {name: orders, event: order.placed, aggregate: count, windows: [90d, lifetime]}
                - {name: revenue, event: order.placed, aggregate: sum, of: amountMinor, windows: [90d]}
                - {name: large, event: order.placed, where: data.amountMinor > 500, aggregate: count}
              derived: [{name: basket, expression: revenue_90d / orders_90d}]
              retract: {by: order.returned}
              """));
  private static final List<CustomerEvent> LOG =
      List.of(
          order("a", 40, 700),
          order("b", 20, 900),
          order("c", 20, 100),
          SampleView.event(
              "r1", "order.returned", NOW - 9 * DAY, NOW - 9 * DAY, "{\"orderId\":\"a\"}"),
          SampleView.event(
              "r2",
              "order.returned",
              NOW - 8 * DAY,
              NOW - 8 * DAY,
              "{\"orderId\":\"b\",\"amountMinor\":600}"));

  private static CustomerEvent order(String id, int daysAgo, int amount) {
    return SampleView.event(
        "o-" + id,
        "order.placed",
        NOW - daysAgo * DAY,
        NOW - daysAgo * DAY,
        "{\"orderId\":\"%s\",\"amountMinor\":%d}".formatted(id, amount));
  }

  private static FeatureState state() {
    CustomerFold fold = VIEW.newFold();
    LOG.forEach(fold::add);
    return fold.state();
  }

  @Test
  void namesValueWindowAndTiles() {
    Explanation revenue = VIEW.explain(state(), "revenue_90d", NOW);
    assertThat(revenue.value()).isEqualTo(400.0);
    assertThat(revenue.kept()).isEqualTo(Kept.DAYS);
    assertThat(revenue.window()).isEqualTo(new Explanation.Span("90d", NOW - 90 * DAY, NOW));
    assertThat(revenue.tiles())
        .containsExactly(new TileValue(NOW - 20 * DAY, NOW - 19 * DAY, 400.0));
    assertThat(revenue.definition())
        .isEqualTo(
            "{\"name\":\"revenue\",\"event\":\"order.placed\",\"aggregate\":\"sum\",\"of\":\"amountMinor\",\"windows\":[\"90d\"]}");
    Explanation lifetime = VIEW.explain(state(), "orders_lifetime", NOW);
    assertThat(lifetime.kept()).isEqualTo(Kept.LIFETIME);
    assertThat(lifetime.window()).isEqualTo(new Explanation.Span("lifetime", null, NOW));
    assertThat(lifetime.tiles()).isEmpty();
  }

  @Test
  void namesTheOperandsOfADerivedColumn() {
    Explanation basket = VIEW.explain(state(), "basket", NOW);
    assertThat(basket.value()).isEqualTo(200.0);
    assertThat(basket.kept()).isEqualTo(Kept.DERIVED);
    assertThat(basket.operands()).isEqualTo(Map.of("revenue_90d", 400.0, "orders_90d", 2.0));
  }

  @Test
  void marksWhatWasTakenBack() {
    assertThat(LOG.stream().map(event -> effect("revenue_90d", event)))
        .containsExactly("TAKEN_BACK 700", "REDUCED 300", "COUNTED 100", "nothing", "nothing");
    assertThat(LOG.stream().map(event -> effect("large", event)))
        .containsExactly("TAKEN_BACK", "TAKEN_BACK", "nothing", "nothing", "nothing");
    assertThat(effect("basket", LOG.getFirst())).isEqualTo("nothing");
  }

  private static String effect(String column, CustomerEvent event) {
    Optional<EventEffect> effect = VIEW.effect(state(), column, event);
    return effect
        .map(found -> (found.kind() + " " + values(found.values())).strip())
        .orElse("nothing");
  }

  private static String values(List<JsonNode> values) {
    return String.join(",", values.stream().map(JsonNode::toString).toList());
  }

  /** So many events are said to count as the counting column counts. */
  @Test
  void theEventsThatCountAreTheValueOfACount() {
    for (long seed = 1; seed <= CASES; seed++) {
      Random random = new Random(seed);
      List<Feature> features = RandomCases.features(random);
      CompiledView view =
          CompiledView.compile(
              FeatureViewDefinition.parse(RandomCases.yaml(features) + NaiveRetractions.YAML));
      List<CustomerEvent> log = NaiveRetractions.amid(RandomCases.log(random, 30), random);
      CustomerFold fold = view.newFold();
      log.forEach(fold::add);
      FeatureState state = fold.state();
      long at = state.watermarkMicros() + random.nextLong(DAY);
      for (FeatureColumn column : view.columns()) {
        Explanation explanation = view.explain(state, column.name(), at);
        if (explanation.definition().contains("\"aggregate\":\"count\"")) {
          assertThat((double) counting(view, state, explanation, log))
              .as("seed %d, %s", seed, explanation)
              .isEqualTo(explanation.value());
        }
      }
    }
  }

  private static long counting(
      CompiledView view, FeatureState state, Explanation explanation, List<CustomerEvent> log) {
    Explanation.Span window = Objects.requireNonNull(explanation.window());
    Long from = window.fromMicros();
    return log.stream()
        .filter(event -> from == null || event.timeMicros() >= from)
        .filter(event -> event.timeMicros() < window.toMicros())
        .flatMap(event -> view.effect(state, explanation.column().name(), event).stream())
        .filter(effect -> effect.kind() != Kind.TAKEN_BACK)
        .count();
  }

  @Test
  void refusesColumnsThatDoNotExist() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VIEW.explain(state(), "orders", NOW))
        .withMessageContaining("no column orders");
  }
}
