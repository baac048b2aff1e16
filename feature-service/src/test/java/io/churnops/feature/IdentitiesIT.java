package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureVector;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One customer under several ids: whatever the order, all of them get the fold of all events. */
@FeatureServiceTest
class IdentitiesIT {

  private static final long SEED = 2_207;

  private final Store store;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  IdentitiesIT(@Autowired Store store) {
    this.store = store;
  }

  @Test
  void answersForAllIdsOfACustomerWhateverComesWhen() throws Exception {
    var equality = new Equality(store, "joined");
    Shop shop = new Shop(SEED, 40, now);
    Random random = new Random(SEED);
    Joins joins = new Joins();
    List<CustomerEvent> events = new ArrayList<>(shop.events(1_200));
    events.addAll(joins.random(random, shop.customers(), 25, now));
    Collections.shuffle(events, random);

    store.sendEvents(events.subList(0, 500));
    store.awaitFolded();
    store.features("joined", shop.customers(), null);
    store.sendEvents(events.subList(500, events.size()));
    store.awaitFolded();

    assertOnline(equality, shop, events, joins, null);
    assertOnline(equality, shop, events, joins, now.minus(Duration.ofDays(50)));
    assertOnline(equality, shop, events, joins, now.minus(Duration.ofDays(100)));

    store.redeliverEverything();
    store.awaitFolded();
    assertOnline(equality, shop, events, joins, null);

    for (String id : shop.customers().subList(0, 15)) {
      joins.unmerge(store, id);
    }
    assertOnline(equality, shop, events, joins, null);
    List<CustomerEvent> late = shop.events(200);
    events.addAll(late);
    store.sendEvents(late);
    store.awaitFolded();
    assertOnline(equality, shop, events, joins, null);
    assertOnline(equality, shop, events, joins, now.minus(Duration.ofDays(10)));
    assertRows(equality, shop, events, joins);

    List<CustomerEvent> again = joins.random(random, shop.customers(), 10, Instant.now());
    events.addAll(again);
    store.sendEvents(again);
    store.awaitFolded();
    store.flushRedis();
    assertOnline(equality, shop, events, joins, null);
    assertOnline(equality, shop, events, joins, null);
  }

  @Test
  void joinsNothingThroughAnIdThatTooManyShare() {
    var equality = new Equality(store, "shared");
    Shop shop = new Shop(SEED + 1, 60, now);
    Joins joins = new Joins();
    List<CustomerEvent> events = new ArrayList<>(shop.events(300));
    String kiosk = "kiosk of " + shop.customers().getFirst();
    long end = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    shop.customers()
        .forEach(customer ->
            events.add(joins.join(customer, kiosk, end - 1_000_000, end - events.size())));
    store.sendEvents(events);
    store.awaitFolded();

    assertThat(joins.canonicalAt(now).values()).doesNotHaveDuplicates();
    assertOnline(equality, shop, events, joins, null);

    // Parted from a dozen, few enough are left to be taken for one customer.
    for (String customer : shop.customers().subList(0, 12)) {
      HttpResponse<String> parted =
          store.post(
              "/v1/identities:unmerge",
              Map.of("id", customer, "otherId", kiosk, "reason", "a kiosk"));
      assertThat(parted.statusCode()).as(parted.body()).isEqualTo(200);
    }
    joins.learnCuts(store, kiosk);
    assertThat(identities(kiosk).path("ids")).hasSize(49);
    assertOnline(equality, shop, events, joins, null);
  }

  @Test
  void joinsNothingByAnEventWhoseIdIsNone() {
    Shop shop = new Shop(SEED + 2, 1, now);
    String customer = shop.customers().getFirst();
    long end = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    List<CustomerEvent> events =
        List.of("", " ", "tab\t", "nul\0", "x".repeat(2_000), customer).stream()
            .map(id -> new Joins().join(customer, id, end - 1_000, end - 1_000))
            .toList();
    // What no text can hold, the log refuses with the event.
    store.sendEvents(events);
    store.awaitFolded();
    assertThat(identities(customer).path("ids")).hasSize(1);
    assertThat(identities(customer).path("canonicalId").stringValue()).isEqualTo(customer);
  }

  @Test
  void refusesToPartWhatIsNotJoined() {
    HttpResponse<String> refused =
        store.post("/v1/identities:unmerge", Map.of("id", "nobody at all", "reason", "why not"));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(store.json(refused).path("type").stringValue()).endsWith("/not-joined");
    HttpResponse<String> empty = store.post("/v1/identities:unmerge", Map.of("id", "x"));
    assertThat(empty.statusCode()).isEqualTo(422);
  }

  private void assertOnline(
      Equality equality,
      Shop shop,
      List<CustomerEvent> events,
      Joins joins,
      @Nullable Instant asOf) {
    String view = equality.view().definition().name();
    Store.Features features = store.features(view, shop.customers(), asOf);
    Map<String, String> canonical = joins.canonicalAt(features.evaluatedAt());
    Map<String, FeatureVector> answered = new HashMap<>();
    features
        .customers()
        .forEach((id, answer) -> {
          if (answer.path("status").stringValue().equals("PRESENT")) {
            answered.put(id, Shop.vector(equality.view(), answer));
            assertThat(answer.path("canonicalId").stringValue())
                .isEqualTo(canonical.getOrDefault(id, id));
          }
        });
    assertThat(answered)
        .isEqualTo(joins.truth(equality.view(), shop.customers(), events, features.evaluatedAt()));
  }

  /** A row per customer and cutoff, under the id it went by then, equal to what was served then. */
  private void assertRows(Equality equality, Shop shop, List<CustomerEvent> events, Joins joins) {
    List<Instant> cutoffs =
        List.of(now.minus(Duration.ofDays(100)), now.minus(Duration.ofDays(50)), Instant.now());
    Map<Instant, Map<String, FeatureVector>> rows = equality.rowsOf(shop, cutoffs);
    assertThat(rows).hasSameSizeAs(cutoffs);
    rows.forEach((cutoff, vectors) -> {
      Map<String, String> canonical = joins.canonicalAt(cutoff);
      Map<String, FeatureVector> truth =
          joins.truth(equality.view(), shop.customers(), events, cutoff);
      Map<String, FeatureVector> expected = new HashMap<>();
      long at = ChronoUnit.MICROS.between(Instant.EPOCH, cutoff);
      for (CustomerEvent event : Joins.renamed(events, canonical)) {
        boolean isEligible =
            !event.type().equals("customer.updated")
                && !event.type().equals("customer.identified")
                && event.timeMicros() < at
                && event.knownMicros() <= at;
        if (isEligible) {
          expected.put(event.customerId(), Objects.requireNonNull(truth.get(event.customerId())));
        }
      }
      assertThat(vectors).as("at %s", cutoff).isEqualTo(expected);
    });
  }

  @Test
  void labelsWhoWasAnonymousByWhatTheyDidOnceTheyWereKnown() {
    var equality = new Equality(store, "joined");
    Shop shop = new Shop(SEED + 3, 3, now);
    String visitor = shop.customers().get(0);
    String known = shop.customers().get(1);
    String silent = shop.customers().get(2);
    Instant cutoff = now.minus(Duration.ofDays(60));
    long at = ChronoUnit.MICROS.between(Instant.EPOCH, cutoff);
    long day = Duration.ofDays(1).toNanos() / 1_000;
    List<CustomerEvent> events =
        List.of(
            event("email.sent", visitor, at - day, "{}"),
            event("email.sent", silent, at - day, "{}"),
            new Joins().join(known, visitor, at + day, at + day),
            event("order.placed", known, at + 2 * day, "{\"amountMinor\": 1}"),
            // The log reaches past the horizon, whatever else was sent to it.
            event("email.sent", known, at + 59 * day, "{}"));
    store.sendEvents(events);
    store.awaitFolded();

    assertThat(equality.labelsAt(shop, cutoff)).isEqualTo(Map.of(visitor, "0", silent, "1"));
  }

  private static CustomerEvent event(String type, String customer, long micros, String data) {
    return new CustomerEvent(
        "/shop/web",
        UUID.randomUUID().toString(),
        type,
        customer,
        micros,
        micros,
        JsonMapper.shared().readTree(data));
  }

  private JsonNode identities(String id) {
    return store.json(store.get("/v1/customers/" + encoded(id) + "/identities"));
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
