package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.CustomerEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever happens on the way: the online vector, a plain fold and the training row are equal. */
@FeatureServiceTest
class OnlineEqualsOfflineIT {

  private static final long SEED = 42;

  private final Store store;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  OnlineEqualsOfflineIT(@Autowired Store store) {
    this.store = store;
  }

  @Test
  void countsEveryEventOnceWhateverIsSentOrDeliveredAgain() throws Exception {
    var equality = new Equality(store, "equality");
    Shop shop = new Shop(SEED, 40, now);
    List<CustomerEvent> events = shop.events(2_000);
    List<CustomerEvent> sent = new ArrayList<>(events);
    sent.addAll(events.subList(0, 500));
    Collections.shuffle(sent, new Random(SEED));

    store.sendEvents(sent.subList(0, 1_200));
    store.awaitFolded();
    store.redeliverEverything();
    store.sendEvents(sent.subList(1_200, sent.size()));
    store.awaitFolded();

    equality.assertOnline(shop, events, null);
    for (String customer : shop.customers()) {
      assertThat(eventsOf(customer)).isEqualTo(countOf(customer, events));
    }
  }

  @Test
  void answersForThePastAsServingWouldHaveThen() {
    var equality = new Equality(store, "equality");
    Shop shop = new Shop(SEED + 1, 40, now);
    List<CustomerEvent> events = shop.events(2_000);
    Instant past = now.minus(Duration.ofDays(20)).plusNanos(123_000);

    store.sendEvents(events);
    store.awaitFolded();

    equality.assertOnline(shop, events, past);
    equality.assertRows(shop, events, List.of(past, now));
  }

  @Test
  void knowsTheWholePastInAViewRegisteredLater() {
    Shop shop = new Shop(SEED + 2, 20, now);
    List<CustomerEvent> events = shop.events(600);
    store.sendEvents(events.subList(0, 300));
    store.awaitFolded();

    var equality = new Equality(store, "latecomer");
    Shop halfRead = shop.of(shop.customers().subList(0, 10));
    equality.assertOnline(halfRead, of(halfRead, events.subList(0, 300)), null);
    store.sendEvents(events.subList(300, 600));
    store.awaitFolded();

    equality.assertOnline(shop, events, null);
  }

  private static List<CustomerEvent> of(Shop shop, List<CustomerEvent> events) {
    return events.stream().filter(event -> shop.customers().contains(event.customerId())).toList();
  }

  private long eventsOf(String customer) {
    String path = URLEncoder.encode(customer, StandardCharsets.UTF_8).replace("+", "%20");
    return store
        .json(store.get("/v1/customers/" + path + "/events/count"))
        .path("events")
        .longValue();
  }

  private static long countOf(String customer, List<CustomerEvent> events) {
    return events.stream().filter(event -> event.customerId().equals(customer)).count();
  }
}
