package io.churnops.feature.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.Shop;
import io.churnops.feature.Store;
import io.churnops.feature.log.LogReads;
import io.churnops.features.engine.CustomerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What a read says of each value: whether it is there, whether it is up to date. */
@FeatureServiceTest
class OnlineReadsIT {

  private final Store store;
  private final LogReads logReads;
  private final JdbcClient jdbc;
  private final String name = "reads_" + UUID.randomUUID().toString().substring(0, 8);

  OnlineReadsIT(@Autowired Store store, @Autowired LogReads logReads, @Autowired JdbcClient jdbc) {
    this.store = store;
    this.logReads = logReads;
    this.jdbc = jdbc;
    store.postYaml("/v1/feature-views", Shop.VIEW.formatted(name));
  }

  @Test
  void tellsOfEachValueWhetherItIsThere() {
    Shop shop = new Shop(31, 500, Instant.now());
    store.sendEvents(shop.events(1_500));
    store.awaitFolded();

    JsonNode answer = read(Map.of("view", name, "customers", shop.customers()));

    assertThat(answer.path("customers")).hasSize(500);
    int values = 0;
    for (JsonNode customer : answer.path("customers")) {
      for (int i = 0; i < customer.path("values").size(); i++) {
        assertThat(customer.path("statuses").path(i).stringValue())
            .isEqualTo(customer.path("values").path(i).isNull() ? "NULL" : "PRESENT");
        values++;
      }
    }
    assertThat(values).isGreaterThan(1_000);
    Awaitility.await("the lag is known")
        .atMost(Store.PATIENCE)
        .until(() -> read(Map.of("view", name, "customers", shop.customers())).has("lag"));
    List<String> tooMany = new ArrayList<>(shop.customers());
    tooMany.add("one more");
    assertThat(
            store.post("/v1/features:get", Map.of("view", name, "customers", tooMany)).statusCode())
        .isEqualTo(422);
  }

  @Test
  void callsValuesStaleWhileEventsWaitForLongerThanAllowed() {
    Shop shop = new Shop(32, 1, Instant.now());
    List<CustomerEvent> events = shop.events(20);
    store.sendEvents(events.subList(0, 10));
    store.awaitFolded();
    Map<String, Object> strict =
        Map.of("view", name, "customers", shop.customers(), "maxLagSeconds", 0);
    Map<String, Object> patient =
        Map.of("view", name, "customers", shop.customers(), "maxLagSeconds", 3_600);

    store.whileNothingIsTaken(() -> {
      store.sendEvents(events.subList(10, 20));
      JsonNode stale =
          Awaitility.await("the events are seen waiting")
              .atMost(Store.PATIENCE)
              .pollInterval(Duration.ofMillis(50))
              .until(
                  () -> read(strict),
                  answer -> status(answer).equals("STALE") && waiting(answer) == 10);
      assertThat(stale.path("customers").path(0).path("statuses"))
          .extracting(JsonNode::stringValue)
          .containsOnly("STALE");
      assertThat(stale.path("customers").path(0).path("values")).isNotEmpty();
      assertThat(status(read(patient))).isEqualTo("PRESENT");
    });
    store.awaitFolded();

    Awaitility.await("nothing waits any more")
        .atMost(Store.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status(read(strict)).equals("PRESENT"));
  }

  @Test
  void holdsAViewToItsOwnFreshness() {
    String patient = name + "_patient";
    String strict = name + "_strict";
    store.postYaml("/v1/feature-views", "freshness: 1h\n" + Shop.VIEW.formatted(patient));
    store.postYaml("/v1/feature-views", Shop.VIEW.formatted(strict));
    JsonNode promised =
        store.json(
            store.postYaml("/v1/feature-views", "freshness: 1s\n" + Shop.VIEW.formatted(strict)));
    assertThat(promised.path("freshness").stringValue()).isEqualTo("1s");
    Shop shop = new Shop(34, 1, Instant.now());
    List<CustomerEvent> events = shop.events(10);
    store.sendEvents(events.subList(0, 5));
    store.awaitFolded();

    store.whileNothingIsTaken(() -> {
      store.sendEvents(events.subList(5, 10));
      JsonNode stale =
          Awaitility.await("the promise is broken")
              .atMost(Store.PATIENCE)
              .pollInterval(Duration.ofMillis(50))
              .until(
                  () -> read(Map.of("view", strict, "customers", shop.customers())),
                  answer -> status(answer).equals("STALE"));
      assertThat(stale.path("lag").path("objectiveSeconds").doubleValue()).isEqualTo(1.0);
      assertThat(status(read(Map.of("view", patient, "customers", shop.customers()))))
          .isEqualTo("PRESENT");
      Awaitility.await("the metric says so")
          .atMost(Store.PATIENCE)
          .until(() -> store.metric("churnops_features_view_stale", strict) == 1);
      assertThat(store.metric("churnops_features_view_stale", patient)).isZero();
      JsonNode broken =
          Awaitility.await("all that wait are seen")
              .atMost(Store.PATIENCE)
              .until(
                  () -> store.json(store.get("/v1/feature-views/" + strict + "/freshness")),
                  answer -> waiting(answer) == 5);
      assertThat(broken.path("status").stringValue()).isEqualTo("STALE");
      JsonNode kept = store.json(store.get("/v1/feature-views/" + patient + "/freshness"));
      assertThat(kept.path("status").stringValue()).isEqualTo("FRESH");
      assertThat(store.metric("churnops_features_freshness_objective_seconds", patient))
          .isEqualTo(3_600);
    });
    store.awaitFolded();
  }

  @Test
  void isNotReadyDuringABackfillWhenTheLogIsBusy() throws InterruptedException {
    Shop shop = new Shop(33, 1, Instant.now());
    store.sendEvents(shop.events(5));
    store.awaitFolded();
    String customer = shop.customers().getFirst();
    Map<String, Object> request =
        Map.of("view", name, "customers", List.of(customer, "nobody of " + customer));
    beginBackfillAgain();

    CountDownLatch busy = new CountDownLatch(4);
    CountDownLatch enough = new CountDownLatch(1);
    JsonNode whileBusy;
    try (ExecutorService readers = Executors.newFixedThreadPool(4)) {
      try {
        for (int i = 0; i < 4; i++) {
          readers.execute(() ->
              logReads.read(() -> {
                busy.countDown();
                return await(enough);
              }));
        }
        assertThat(await(busy)).isTrue();
        store.flushRedis();
        whileBusy = read(request);
      } finally {
        enough.countDown();
      }
    }
    JsonNode after = read(request);

    assertThat(whileBusy.path("customers"))
        .extracting(one -> one.path("status").stringValue())
        .containsOnly("NOT_READY");
    assertThat(whileBusy.path("customers").path(0).path("values")).isEmpty();
    assertThat(after.path("customers"))
        .extracting(one -> one.path("status").stringValue())
        .containsExactly("PRESENT", "UNKNOWN_ENTITY");
  }

  /** As if the view had just been registered, and its backfill had been stopped at once. */
  private void beginBackfillAgain() {
    Awaitility.await("it was backfilled")
        .atMost(Store.PATIENCE)
        .until(() -> status().equals("READY"));
    jdbc.sql("update feature_view set baselined_at = null where name = ?").param(name).update();
    assertThat(status()).isEqualTo("BACKFILLING");
  }

  private String status() {
    return store.json(store.get("/v1/feature-views/" + name)).path("status").stringValue();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(Store.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private JsonNode read(Map<String, Object> request) {
    return store.json(store.post("/v1/features:get", request));
  }

  /** How many events wait, as an answer says. */
  private static long waiting(JsonNode answer) {
    return answer.path("lag").path("events").longValue(0);
  }

  private static String status(JsonNode answer) {
    return answer.path("customers").path(0).path("status").stringValue("");
  }
}
