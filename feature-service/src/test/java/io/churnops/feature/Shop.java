package io.churnops.feature;

import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.CustomerFold;
import io.churnops.features.engine.FeatureVector;
import io.churnops.features.engine.FeatureViewDefinition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Random customers with late, simultaneous and unordered events, and what is true of them. */
public final class Shop {

  public static final String VIEW =
      """
      view: %s
      entity: customer
      features:
        - {name: days_since_last_order, event: order.placed, aggregate: days_since_last}
        - {name: orders, event: order.placed, aggregate: count, windows: [24h, 7d, 30d, lifetime]}
        - {name: revenue, event: order.placed, aggregate: sum, of: amountMinor, windows: [30d, 90d]}
        - {name: basket, event: order.placed, aggregate: avg, of: amountMinor, windows: [90d]}
        - {name: smallest, event: order.placed, aggregate: min, of: amountMinor, windows: [90d]}
        - {name: largest, event: order.placed, aggregate: max, of: amountMinor, windows: [lifetime]}
        - {name: first_amount, event: order.placed, aggregate: first, of: amountMinor}
        - {name: categories, event: order.placed, aggregate: distinct, of: "items[].category", windows: [90d]}
        - {name: emails, event: email.sent, aggregate: count, windows: [30d]}
        - {name: country, event: [customer.registered, customer.updated], aggregate: last, of: country, type: category}
      derived:
        - {name: order_trend, expression: "orders_7d - orders_30d / 4"}
      """;

  public static final String LABEL =
      """
      label: %s
      entity: customer
      churned: {no: order.placed, within: 30d}
      eligible: {at_least: 1, event: [order.placed, email.sent, customer.registered], within: 400d}
      """;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long DAY = 24 * 3600 * 1_000_000L;

  private final Random random;
  private final Instant now;
  private final List<String> customers;

  /** A shop whose customers nobody else has. */
  public Shop(long seed, int customers, Instant now) {
    this.random = new Random(seed);
    this.now = now.truncatedTo(ChronoUnit.MICROS);
    String shop = UUID.randomUUID().toString();
    this.customers =
        IntStream.range(0, customers)
            .mapToObj(i -> "shop " + shop + ", \"customer\" " + i)
            .toList();
  }

  private Shop(Random random, Instant now, List<String> customers) {
    this.random = random;
    this.now = now;
    this.customers = customers;
  }

  /** The same shop with some of its customers. */
  public Shop of(List<String> some) {
    return new Shop(random, now, some);
  }

  public List<String> customers() {
    return customers;
  }

  public static CompiledView view(String name) {
    return CompiledView.compile(FeatureViewDefinition.parse(VIEW.formatted(name)));
  }

  /** Events of the last 200 days, in no order; a third became known up to three days later. */
  public List<CustomerEvent> events(int count) {
    List<CustomerEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event());
    }
    return events;
  }

  private CustomerEvent event() {
    long end = micros(now);
    long time = end - 1 - random.nextLong(200 * DAY);
    if (random.nextInt(3) == 0) {
      time -= time % DAY;
    }
    long known = random.nextInt(3) == 0 ? Math.min(end, time + random.nextLong(3 * DAY)) : time;
    String customer = customers.get(random.nextInt(customers.size()));
    String source = random.nextBoolean() ? "/shop/web" : "/shop/\uD83D\uDED2";
    String id = UUID.randomUUID().toString();
    return switch (random.nextInt(5)) {
      case 0 -> of(source, id, "email.sent", customer, time, known, "{\"campaign\": \"c\"}");
      case 1 ->
          of(
              source,
              id,
              random.nextBoolean() ? "customer.registered" : "customer.updated",
              customer,
              time,
              known,
              "{\"country\": \"%s\"}"
                  .formatted(random.nextBoolean() ? "DE" : "Côte, \\\"d'Ivoire\\\""));
      default ->
          of(
              source,
              id,
              "order.placed",
              customer,
              time,
              known,
              "{\"amountMinor\": %d, \"items\": [{\"category\": \"c%d\"}, {\"category\": \"c%d\"}]}"
                  .formatted(random.nextInt(100_000), random.nextInt(9), random.nextInt(9)));
    };
  }

  private static CustomerEvent of(
      String source, String id, String type, String customer, long time, long known, String data) {
    return new CustomerEvent(source, id, type, customer, time, known, JSON.readTree(data));
  }

  /** Per customer the vector at a moment, of a plain fold over the events known by then. */
  public static Map<String, FeatureVector> truth(
      CompiledView view, List<CustomerEvent> events, Instant at) {
    long atMicros = micros(at);
    Map<String, CustomerFold> folds = new HashMap<>();
    for (CustomerEvent event : events) {
      if (view.inForceMicros(event) <= atMicros) {
        folds.computeIfAbsent(event.customerId(), _ -> view.newFold()).add(event);
      }
    }
    Map<String, FeatureVector> vectors = new HashMap<>();
    folds.forEach((customer, fold) -> vectors.put(customer, view.evaluate(fold.state(), atMicros)));
    return vectors;
  }

  /** A vector of an answer's values. */
  public static FeatureVector vector(CompiledView view, JsonNode customer) {
    List<@Nullable Object> values = new ArrayList<>();
    for (JsonNode value : customer.path("values")) {
      values.add(
          value.isNull() ? null : value.isString() ? value.stringValue() : value.doubleValue());
    }
    return FeatureVector.of(view.columns(), values);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
