package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureVector;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * While orders, cancellations and returns come late, twice, out of order and before what they take
 * back, and ids are joined and parted, what is served is noted; training rows built at the end must
 * be equal to the bit.
 */
@FeatureServiceTest
class RetractionsIT {

  private static final int JOINS_PER_ROUND = 3;
  private static final int ROUNDS = 4;
  private static final int ORDERS_PER_ROUND = 150;
  private static final String VIEW =
      """
      view: net
      entity: customer
      features:
        - {name: days_since_last_order, event: order.placed, aggregate: days_since_last}
        - {name: orders, event: order.placed, aggregate: count, windows: [24h, 7d, 30d, lifetime]}
        - {name: revenue, event: order.placed, aggregate: sum, of: amountMinor, windows: [30d, lifetime]}
        - {name: largest, event: order.placed, aggregate: max, of: amountMinor}
        - {name: spread, event: order.placed, aggregate: variance, of: amountMinor, windows: [90d], exact: true}
        - {name: favourite, event: order.placed, aggregate: top, of: "items[].category", k: 2, windows: [90d]}
        - {name: categories, event: order.placed, aggregate: distinct, of: "items[].category"}
        - {name: cancelled, event: order.cancelled, aggregate: count}
      retract: {by: [order.cancelled, order.returned]}
      """;

  private final long seed = Long.getLong("churnops.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<CustomerEvent> overdue = new ArrayList<>();
  private final Joins joins = new Joins();
  private final Store store;
  private final Shop shop = new Shop(seed, 20, Instant.now());

  RetractionsIT(@Autowired Store store) {
    this.store = store;
    System.out.println("RetractionsIT -Dchurnops.seed=" + seed);
  }

  @Test
  void whatWasServedIsBuiltAgainToTheBit() throws Exception {
    var net = new Equality(store, "net", VIEW);
    List<CustomerEvent> sent = new ArrayList<>();
    Map<Instant, Map<String, FeatureVector>> served = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<CustomerEvent> events = round(sent);
      List<CustomerEvent> twice = new ArrayList<>(events);
      twice.addAll(events.subList(0, events.size() / 4));
      Collections.shuffle(twice, random);
      store.sendEvents(twice);
      sent.addAll(events);
      store.awaitFolded();
      if (round == 1) {
        store.redeliverEverything();
        store.awaitFolded();
      }
      if (round == 2) {
        store.flushRedis();
      }
      if (round > 0) {
        joins.unmerge(store, shop.customers().get(random.nextInt(shop.customers().size())));
      }
      Store.Features features = store.features("net", shop.customers(), null);
      assertThat(vectors(net, features)).isEqualTo(truth(net, sent, features.evaluatedAt()));
      served.put(features.evaluatedAt(), ofCustomers(net, features));
    }
    assertThat(store.metric("churnops_features_states_retracted_total", "")).isPositive();
    assertThat(served.values()).as("joined").anyMatch(ids -> ids.size() < shop.customers().size());
    List<Instant> cutoffs = served.keySet().stream().sorted().toList();
    assertThat(net.rowsOf(shop, cutoffs)).isEqualTo(served);
    Store.Features past = store.features("net", shop.customers(), cutoffs.get(1));
    assertThat(vectors(net, past)).isEqualTo(truth(net, sent, cutoffs.get(1)));
  }

  private Map<String, FeatureVector> truth(Equality net, List<CustomerEvent> sent, Instant at) {
    return joins.truth(net.view(), shop.customers(), sent, at);
  }

  private static Map<String, FeatureVector> vectors(Equality net, Store.Features features) {
    Map<String, FeatureVector> vectors = new HashMap<>();
    features
        .customers()
        .forEach((customer, answer) -> vectors.put(customer, Shop.vector(net.view(), answer)));
    return vectors;
  }

  /**
   * What was answered, by the id that a customer went by then, as rows of training sets have it.
   */
  private static Map<String, FeatureVector> ofCustomers(Equality net, Store.Features features) {
    Map<String, FeatureVector> vectors = new HashMap<>();
    features
        .customers()
        .values()
        .forEach(answer ->
            vectors.put(answer.path("canonicalId").stringValue(), Shop.vector(net.view(), answer)));
    return vectors;
  }

  /**
   * New orders, retractions of orders that were sent, come now or are still to come, and joins of
   * ids.
   */
  private List<CustomerEvent> round(List<CustomerEvent> before) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    List<CustomerEvent> orders = new ArrayList<>();
    for (int i = 0; i < ORDERS_PER_ROUND; i++) {
      orders.add(order(i, now));
    }
    List<CustomerEvent> all = new ArrayList<>(before);
    all.addAll(orders);
    all.removeIf(event -> !event.type().equals("order.placed"));
    List<CustomerEvent> round = new ArrayList<>();
    for (CustomerEvent order : orders) {
      // Some orders are sent a round later than what takes them back. Each customer has one now:
      // there is no row of who has none.
      boolean isFirst = orders.indexOf(order) < shop.customers().size();
      if (isFirst || random.nextInt(10) > 0) {
        round.add(order);
      } else {
        round.add(retraction(order, now));
        overdue.add(order);
      }
    }
    if (random.nextBoolean()) {
      overdue.forEach(order -> round.add(known(order, now)));
      overdue.clear();
    }
    for (int i = 0; i < ORDERS_PER_ROUND / 5; i++) {
      round.add(retraction(all.get(random.nextInt(all.size())), now));
    }
    for (int i = 0; i < JOINS_PER_ROUND; i++) {
      round.add(joins.join(anyone(), anyone(), now - 1, now));
    }
    return round;
  }

  private CustomerEvent order(int number, long now) {
    String customer = number < shop.customers().size() ? shop.customers().get(number) : anyone();
    long time = now - 1 - random.nextLong(60 * micros(Duration.ofDays(1)));
    String data =
        "{\"orderId\": \"%s\", \"amountMinor\": %d, \"items\": [{\"category\": \"c%d\"}]}"
            .formatted(UUID.randomUUID(), random.nextInt(3_000), random.nextInt(5));
    return event("order.placed", customer, time, now, data);
  }

  private String anyone() {
    return shop.customers().get(random.nextInt(shop.customers().size()));
  }

  /** Some come under another id: they count while both are one customer. */
  private CustomerEvent retraction(CustomerEvent order, long now) {
    String customer = random.nextInt(4) == 0 ? anyone() : order.customerId();
    long time = now - 1 - random.nextLong(micros(Duration.ofDays(2)));
    String orderId = order.data().path("orderId").toString();
    return switch (random.nextInt(3)) {
      case 0 -> event("order.cancelled", customer, time, now, "{\"orderId\": " + orderId + "}");
      default ->
          event(
              "order.returned",
              customer,
              time,
              now,
              "{\"orderId\": %s, \"amountMinor\": %d}".formatted(orderId, random.nextInt(2_000)));
    };
  }

  private static CustomerEvent known(CustomerEvent event, long now) {
    return new CustomerEvent(
        event.source(),
        event.id(),
        event.type(),
        event.customerId(),
        event.timeMicros(),
        now,
        event.data());
  }

  private static CustomerEvent event(
      String type, String customer, long time, long known, String data) {
    JsonNode json = JsonMapper.shared().readTree(data);
    return new CustomerEvent(
        "/shop", UUID.randomUUID().toString(), type, customer, time, known, json);
  }

  private static long micros(Duration duration) {
    return duration.toMillis() * 1_000;
  }
}
