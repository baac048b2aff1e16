package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.churnops.feature.log.EventTime;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureVector;
import io.churnops.platform.LocalPlatform;
import io.churnops.platform.test.TestServers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Servers that stop, forget and come back: nothing is lost, nothing counted twice. */
@FeatureServiceTest
class FaultsIT {

  private static final String VIEW = "faults";
  private static final int CUSTOMERS = 20;

  private final Store store;
  private final Shop shop = new Shop(7, CUSTOMERS, Instant.now());

  FaultsIT(@Autowired Store store) {
    this.store = store;
  }

  @BeforeEach
  void needsServersThatCanBeStopped() {
    assumeThat(TestServers.shared().local()).isPresent();
  }

  /** For the tests after one that failed. */
  @AfterEach
  void startServers() {
    TestServers.shared()
        .local()
        .ifPresent(local -> {
          local.postgres().start();
          local.redis().start();
          local.kafka().start();
        });
  }

  @Test
  void waitsForPostgresAndBuriesNothing() {
    var equality = new Equality(store, VIEW);
    List<CustomerEvent> events = shop.events(900);
    store.sendEvents(events.subList(0, 300));
    store.awaitFolded();

    local().postgres().stop();
    store.sendEvents(events.subList(300, 600));
    awaitStuck();
    Map<String, JsonNode> fromRedis =
        store
            .features(equality.view().definition().fingerprint(), shop.customers(), null)
            .customers();
    local().postgres().start();
    store.sendEvents(events.subList(600, 900));
    store.awaitFolded();

    assertThat(fromRedis.values()).allSatisfy(FaultsIT::isPresentAndSound);
    equality.assertOnline(shop, events, null);
    assertThat(store.deadLetters(shop.customers())).isEmpty();
  }

  @Test
  void foldsAgainWhatRedisForgetsWhileOthersReadAndWrite() {
    var equality = new Equality(store, VIEW);
    List<CustomerEvent> events = shop.events(3_000);

    var written = new AtomicBoolean();
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(() -> {
          while (!written.get()) {
            store.features(VIEW, shop.customers(), null);
          }
        });
    for (int from = 0; from < events.size(); from += 100) {
      store.sendEvents(events.subList(from, from + 100));
      if (from % 500 == 0) {
        store.flushRedis();
      }
    }
    written.set(true);
    reader.join();
    store.awaitFolded();

    assertThat(equality.assertOnline(shop, events, null).values())
        .allSatisfy(FaultsIT::isPresentAndSound);
  }

  @Test
  void answersFromTheLogWhileRedisIsDown() {
    var equality = new Equality(store, VIEW);
    List<CustomerEvent> events = shop.events(600);
    store.sendEvents(events.subList(0, 300));
    store.awaitFolded();

    local().redis().stop();
    Map<String, JsonNode> fromLog = equality.assertOnline(shop, events.subList(0, 300), null);
    store.sendEvents(events.subList(300, 600));
    awaitStuck();
    local().redis().start();
    store.awaitFolded();

    assertThat(fromLog.values())
        .allSatisfy(customer ->
            assertThat(customer.path("degraded"))
                .extracting(JsonNode::stringValue)
                .containsExactly("redis_unavailable", "folded_from_log"));
    equality.assertOnline(shop, events, null);
    assertThat(store.deadLetters(shop.customers())).isEmpty();
  }

  @Test
  void readsAgainWhatRedisLostInACrash() {
    var equality = new Equality(store, VIEW);
    List<CustomerEvent> events = shop.events(900);
    Map<String, byte[]> synced = foldBeyondADump(events, 300, 600);

    store.restoreRedis(synced);
    store.sendEvents(events.subList(600, 900));

    Awaitility.await()
        .atMost(Store.PATIENCE)
        .untilAsserted(() -> equality.assertOnline(shop, events, null));
  }

  @Test
  void readsAgainWhatRedisLostTwiceThoughNothingNewArrives() {
    var equality = new Equality(store, VIEW);
    List<CustomerEvent> events = shop.events(400);
    Map<String, byte[]> synced = foldBeyondADump(events, 200, 400);

    Map<String, Long> folded = store.foldedPositions();
    for (int loss = 0; loss < 2; loss++) {
      store.restoreRedis(synced);

      Awaitility.await("the service is done with loss " + loss)
          .atMost(Store.PATIENCE)
          .until(() -> store.foldedPositions().equals(folded));
      equality.assertOnline(shop, events, null);
    }
  }

  @Test
  void findsAfterAStartWhatRedisLostBefore() {
    var equality = new Equality(store, VIEW);
    List<CustomerEvent> events = shop.events(400);
    Map<String, byte[]> synced = foldBeyondADump(events, 200, 400);

    store.whileNothingIsTaken(() -> store.restoreRedis(synced));

    Awaitility.await()
        .atMost(Store.PATIENCE)
        .untilAsserted(() -> equality.assertOnline(shop, events, null));
  }

  @Test
  void readsAgainWhatRedisLostWhileAPartitionWasWithAnInstanceThatDied() {
    var equality = new Equality(store, VIEW);
    List<CustomerEvent> events = shop.events(400);
    Map<String, byte[]> synced = foldBeyondADump(events, 200, 400);

    try (IdleMember other = store.join()) {
      store.restoreRedis(synced);
      Awaitility.await("what stayed here is read again, the rest is not")
          .atMost(Store.PATIENCE)
          .untilAsserted(() ->
              assertThat(stalePartitions(equality, events))
                  .isNotEmpty()
                  .isSubsetOf(other.partitions()));
    }

    Awaitility.await()
        .atMost(Store.PATIENCE)
        .untilAsserted(() -> equality.assertOnline(shop, events, null));
  }

  @Test
  void replacesADamagedState() {
    var equality = new Equality(store, VIEW);
    List<CustomerEvent> events = shop.events(200);
    store.sendEvents(events);
    store.awaitFolded();
    String fingerprint = equality.view().definition().fingerprint();
    double before = store.metric("churnops_features_states_damaged_total", "");
    for (String customer : shop.customers()) {
      byte[] state = store.state(customer, fingerprint).orElseThrow();
      state[state.length / 2] ^= 0x10;
      store.putState(customer, fingerprint, state);
    }

    assertThat(equality.assertOnline(shop, events, null).values())
        .allSatisfy(customer ->
            assertThat(customer.path("degraded").path(0).stringValue())
                .isEqualTo("folded_from_log"));
    assertThat(equality.assertOnline(shop, events, null).values())
        .allSatisfy(FaultsIT::isPresentAndSound);
    assertThat(store.metric("churnops_features_states_damaged_total", "") - before)
        .isEqualTo(CUSTOMERS);
  }

  @Test
  void keepsEverythingWhenEverythingStopsAndStarts() {
    var equality = new Equality(store, VIEW);
    List<CustomerEvent> events = new ArrayList<>(shop.events(600));
    store.sendEvents(events.subList(0, 300));
    store.awaitFolded();

    local().kafka().stop();
    local().redis().stop();
    local().postgres().stop();
    HttpResponse<String> unavailable =
        store.post(
            "/v1/features:get",
            Map.of(
                "view", equality.view().definition().fingerprint(), "customers", shop.customers()));
    local().postgres().start();
    local().redis().start();
    local().kafka().start();

    assertThat(unavailable.statusCode()).as(unavailable.body()).isEqualTo(503);
    assertThat(unavailable.headers().firstValue("Retry-After")).isPresent();
    assertThat(unavailable.body()).contains("https://churnops.io/problems/store-unavailable");
    equality.assertOnline(shop, events.subList(0, 300), null);
    store.sendEvents(events.subList(300, 600));
    store.awaitFolded();
    equality.assertOnline(shop, events, null);
    equality.assertRows(shop, events, List.of(EventTime.toInstant(latest(events))));
  }

  /** The partitions of customers of whom Redis does not hold what is true. */
  private Set<Integer> stalePartitions(Equality equality, List<CustomerEvent> events) {
    StoreClient.Features features = store.features(VIEW, shop.customers(), null);
    Map<String, FeatureVector> truth = Shop.truth(equality.view(), events, features.evaluatedAt());
    Set<Integer> stale = new TreeSet<>();
    features
        .customers()
        .forEach((customer, answer) -> {
          if (!Shop.vector(equality.view(), answer).equals(truth.get(customer))) {
            stale.add(Store.partition(customer));
          }
        });
    return stale;
  }

  /** Folds the first events; what Redis held when some of them were folded. */
  private Map<String, byte[]> foldBeyondADump(List<CustomerEvent> events, int dumped, int all) {
    store.sendEvents(events.subList(0, dumped));
    store.awaitFolded();
    Map<String, byte[]> held = store.dumpRedis();
    store.sendEvents(events.subList(dumped, all));
    store.awaitFolded();
    return held;
  }

  /** Waits until a batch has been tried and has not passed. */
  private void awaitStuck() {
    Awaitility.await()
        .atMost(Store.PATIENCE)
        .until(() -> store.metric("churnops_features_lag_seconds", "") > 0.5);
  }

  private static long latest(List<CustomerEvent> events) {
    return events.stream().mapToLong(CustomerEvent::knownMicros).max().orElseThrow();
  }

  private static void isPresentAndSound(JsonNode customer) {
    assertThat(customer.path("status").stringValue()).isEqualTo("PRESENT");
    assertThat(customer.path("degraded")).isEmpty();
  }

  private static LocalPlatform local() {
    return TestServers.shared().local().orElseThrow();
  }
}
