package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureOriginTests {

  private static final FeatureViewDefinition VIEW =
      FeatureViewDefinition.parse(
          """
          view: origins
          entity: customer
          features:
            - {name: orders, event: order.placed, where: "data.amountMinor > 5", aggregate: count, windows: [7d, 30d], exact: true}
            - {name: emails, event: [email.sent, email.opened], aggregate: count}
            - {name: favourite, event: order.placed, aggregate: top, k: 2, of: "items[].category", type: category, windows: [90d]}
          derived:
            - {name: trend, expression: "orders_7d - orders_30d"}
            - {name: mixed, expression: "trend + (favourite_90d_1 == 'emails' ? 1.0 : 0.0)"}
          retract: [{by: order.cancelled}]
          """);

  private static FeatureOrigin origin(String column) {
    return VIEW.origins().stream()
        .filter(origin -> origin.column().name().equals(column))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void namesEveryColumnInOrder() {
    assertThat(VIEW.origins().stream().map(FeatureOrigin::column).toList())
        .isEqualTo(VIEW.columns());
  }

  @Test
  void saysWhatIsDoneToWhichEvents() {
    assertThat(origin("orders_30d").transformation())
        .isEqualTo("count over 30d, exact, where data.amountMinor > 5");
    assertThat(origin("favourite_90d_2").transformation())
        .isEqualTo("top of items[].category over 90d, rank 2");
    assertThat(origin("emails").eventTypes())
        .containsExactlyInAnyOrder("email.sent", "email.opened");
  }

  @Test
  void countsWhatTakesBackAmongTheSources() {
    assertThat(origin("orders_7d").eventTypes())
        .containsExactlyInAnyOrder("order.placed", "order.cancelled");
  }

  @Test
  void followsDerivedColumnsToTheirEvents() {
    assertThat(origin("trend").columns()).containsExactly("orders_7d", "orders_30d");
    assertThat(origin("mixed").columns())
        .as("the text 'emails' is no column")
        .isEqualTo(List.of("favourite_90d_1", "trend"));
    assertThat(origin("mixed").eventTypes())
        .containsExactlyInAnyOrder("order.placed", "order.cancelled");
  }
}
