package io.churnops.features.engine;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A view with everything in it, and a customer. */
final class SampleView {

  static final String YAML =
      """
      # comments and spelling do not matter
      view: customer_behaviour
      entity: customer
      description: What customers do
      owner: growth
      tags: [churn, demo]
      features:
        - {name: days_since_last_order, event: order.placed, aggregate: days_since_last}
        - {name: orders, event: order.placed, aggregate: count, windows: [7d, 90d, lifetime]}
        - {name: revenue, event: order.placed, aggregate: sum, of: amountMinor, windows: [30d, 90d]}
        - {name: basket, event: order.placed, aggregate: avg, of: amountMinor, windows: [90d]}
        - {name: spread, event: order.placed, aggregate: variance, of: amountMinor}
        - {name: smallest, event: order.placed, aggregate: min, of: amountMinor, windows: [24h]}
        - {name: categories, event: order.placed, aggregate: distinct, of: "items[].category",
           windows: [90d]}
        - name: discounted_orders
          event: order.placed
          where: "data.discountMinor > 0"
          aggregate: count
          windows: [90d]
          exact: true
        - {name: country, event: [customer.updated, customer.registered], aggregate: last,
           of: country, type: category}
        - {name: first_amount, event: order.placed, aggregate: first, of: amountMinor,
           windows: [30d]}
      derived:
        - {name: order_trend, expression: "orders_7d - orders_90d / 3"}
        - {name: discount_share, expression: "discounted_orders_90d / orders_90d", otherwise: 0}
      """;

  static final long NOW = 1_767_225_600_000_000L; // 2026-01-01T00:00:00Z
  static final long DAY = 86_400_000_000L;

  private SampleView() {}

  static CompiledView compiled() {
    return CompiledView.compile(FeatureViewDefinition.parse(YAML));
  }

  static CustomerEvent event(String id, String type, long time, long known, String data) {
    return new CustomerEvent(
        "/shop/web", id, type, "C-1", time, known, JsonMapper.shared().readTree(data));
  }

  static List<CustomerEvent> events() {
    return List.of(
        event(
            "r-1", "customer.registered", NOW - 200 * DAY, NOW - 200 * DAY, "{\"country\":\"DE\"}"),
        event(
            "o-1",
            "order.placed",
            NOW - 100 * DAY,
            NOW - 99 * DAY,
            "{\"amountMinor\":1999,\"discountMinor\":0,\"items\":[{\"category\":\"garden\"}]}"),
        event(
            "o-2",
            "order.placed",
            NOW - 20 * DAY - 1,
            NOW - 20 * DAY,
            """
            {"amountMinor":4599.5,"discountMinor":100,
             "items":[{"category":"garden"},{"category":"toys"}]}\
            """),
        event("u-1", "customer.updated", NOW - 5 * DAY, NOW - 5 * DAY, "{\"country\":\"FR\"}"),
        event("x-1", "something.else", NOW - DAY, NOW - DAY, "{}"),
        event(
            "o-3",
            "order.placed",
            NOW - DAY / 2,
            NOW,
            "{\"amountMinor\":250,\"discountMinor\":5,\"items\":[{\"category\":\"books\"}]}"),
        event("o-4", "order.placed", NOW + DAY, NOW, "{\"amountMinor\":7}"));
  }

  static FeatureState state(CompiledView view) {
    FeatureState state = view.emptyState();
    long offset = 40;
    for (CustomerEvent event : events()) {
      view.fold(state, event, 2, offset++);
    }
    return state;
  }
}
