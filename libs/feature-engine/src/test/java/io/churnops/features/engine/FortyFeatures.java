package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A view of forty features, and a customer who was active on a hundred days of half a year. */
final class FortyFeatures {

  static final int ACTIVE_DAYS = 100;

  private static final String YAML =
      """
      view: forty
      entity: customer
      features:
        - {name: days_since_last_order, event: order.placed, aggregate: days_since_last}
        - {name: days_since_first_order, event: order.placed, aggregate: days_since_first}
        - {name: orders, event: order.placed, aggregate: count, windows: [7d, 30d, 90d, 180d, lifetime]}
        - {name: revenue, event: order.placed, aggregate: sum, of: amountMinor, windows: [30d, 90d, 180d, lifetime]}
        - {name: basket, event: order.placed, aggregate: avg, of: amountMinor, windows: [90d, lifetime]}
        - {name: largest, event: order.placed, aggregate: max, of: amountMinor, windows: [180d]}
        - {name: smallest, event: order.placed, aggregate: min, of: amountMinor, windows: [180d]}
        - {name: spread, event: order.placed, aggregate: variance, of: amountMinor}
        - {name: categories, event: order.placed, aggregate: distinct, of: "items[].category", windows: [90d]}
        - {name: favourite, event: order.placed, aggregate: top, of: "items[].category", windows: [180d]}
        - {name: discounted, event: order.placed, where: "data.discountMinor > 0", aggregate: count, windows: [90d]}
        - {name: returns, event: order.returned, aggregate: count, windows: [90d]}
        - {name: days_since_last_session, event: session.started, aggregate: days_since_last}
        - {name: sessions, event: session.started, aggregate: count, windows: [24h, 7d, 30d, 90d]}
        - {name: views, event: product.viewed, aggregate: count, windows: [7d, 30d, 90d]}
        - {name: carts, event: cart.item_added, aggregate: count, windows: [7d, 30d, 90d]}
        - {name: emails_sent, event: email.sent, aggregate: count, windows: [30d, 90d]}
        - {name: emails_opened, event: email.opened, aggregate: count, windows: [30d, 90d]}
        - {name: tickets, event: ticket.opened, aggregate: count, windows: [90d]}
        - {name: satisfaction, event: ticket.resolved, aggregate: last, of: satisfaction}
        - {name: country, event: [customer.registered, customer.updated], aggregate: last, of: country, type: category}
      derived:
        - {name: open_rate, expression: "emails_opened_90d / emails_sent_90d"}
        - {name: order_trend, expression: "orders_30d - orders_90d / 3"}
      """;

  private FortyFeatures() {}

  static CompiledView compiled() {
    return CompiledView.compile(FeatureViewDefinition.parse(YAML));
  }

  /** Something on every active day within half a year, an order on every fifth. */
  static List<CustomerEvent> events(RandomGenerator random) {
    long day = SampleView.DAY;
    long start = SampleView.NOW - 170 * day;
    List<CustomerEvent> events = new ArrayList<>();
    events.add(event("customer.registered", start, "{\"country\":\"DE\"}"));
    for (int i = 0; i < ACTIVE_DAYS; i++) {
      long time = start + (i * 170L / ACTIVE_DAYS) * day + random.nextLong(day);
      events.add(event("session.started", time, "{}"));
      for (int views = random.nextInt(6); views > 0; views--) {
        events.add(event("product.viewed", time, "{}"));
      }
      for (int carts = random.nextInt(3); carts > 0; carts--) {
        events.add(event("cart.item_added", time, "{}"));
      }
      if (i % 3 == 0) {
        events.add(event("email.sent", time, "{}"));
      }
      if (i % 6 == 0) {
        events.add(event("email.opened", time, "{}"));
      }
      if (i % 5 == 0) {
        events.add(order(time, random));
      }
      if (i % 25 == 0) {
        events.add(event("order.returned", time, "{}"));
        events.add(event("ticket.opened", time, "{}"));
        events.add(event("ticket.resolved", time, "{\"satisfaction\":4}"));
      }
    }
    return events;
  }

  private static CustomerEvent order(long time, RandomGenerator random) {
    return event(
        "order.placed",
        time,
        "{\"amountMinor\":%d,\"discountMinor\":%d,\"items\":[{\"category\":\"category %d\"},{\"category\":\"category %d\"}]}"
            .formatted(
                500 + random.nextInt(20_000),
                random.nextInt(2) * 100,
                random.nextInt(20),
                random.nextInt(20)));
  }

  private static CustomerEvent event(String type, long time, String data) {
    return SampleView.event("event-%020d".formatted(time), type, time, time + 1_000_000, data);
  }
}
