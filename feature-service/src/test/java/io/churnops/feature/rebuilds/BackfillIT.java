package io.churnops.feature.rebuilds;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.FeatureService;
import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.Shop;
import io.churnops.feature.Store;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureVector;
import io.churnops.platform.test.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** New views are folded over the whole log while events arrive, whatever happens on the way. */
@FeatureServiceTest
class BackfillIT {

  private static final int CUSTOMERS = 1_500;

  private final Store store;
  private final RebuildWorker worker;
  private final RebuildGauges gauges;
  private final MeterRegistry meters;
  private final JdbcClient jdbc;
  private final Environment environment;
  private final String name = "backfill_" + UUID.randomUUID().toString().substring(0, 8);
  private final CompiledView view = Shop.view(name);
  private final Shop shop = new Shop(23, CUSTOMERS, Instant.now());

  BackfillIT(
      @Autowired Store store,
      @Autowired RebuildWorker worker,
      @Autowired RebuildGauges gauges,
      @Autowired MeterRegistry meters,
      @Autowired JdbcClient jdbc,
      @Autowired Environment environment) {
    this.store = store;
    this.worker = worker;
    this.gauges = gauges;
    this.meters = meters;
    this.jdbc = jdbc;
    this.environment = environment;
  }

  private double gauge(String metric, String tag, String value) {
    gauges.refresh();
    return meters.get(metric).tag(tag, value).gauge().value();
  }

  @AfterEach
  void workAgain() {
    worker.start();
  }

  @Test
  void equalsAColdFoldThoughEventsArriveAndItIsStoppedAndCutOff() {
    List<CustomerEvent> events = shop.events(9_000);
    store.sendEvents(events.subList(0, 6_000));
    store.awaitFolded();
    worker.stop();
    register();
    String rebuild = backfill();
    CompletableFuture<Void> traffic =
        CompletableFuture.runAsync(() -> {
          for (int from = 6_000; from < 9_000; from += 100) {
            store.sendEvents(events.subList(from, from + 100));
          }
        });

    assertThat(at(rebuild).path("status").stringValue()).isEqualTo("QUEUED");
    assertThat(move(rebuild, "stop").path("status").stringValue()).isEqualTo("STOPPED");
    assertThat(gauge("churnops.rebuilds.open", "status", "stopped")).isPositive();
    assertThat(gauge("churnops.rebuilds.progress", "view", name)).isZero();
    worker.start();
    assertThat(move(rebuild, "resume").path("status").stringValue()).isEqualTo("QUEUED");
    AtomicInteger cutOff = new AtomicInteger();
    Awaitility.await()
        .atMost(Store.PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          if (cutOff.get() < 3) {
            cutOff.addAndGet(cutOffStep());
          }
          return isComplete(rebuild);
        });
    traffic.join();
    store.awaitFolded();

    assertThat(cutOff).as("steps cut off").hasPositiveValue();
    assertThat(gauge("churnops.rebuilds.progress", "view", name)).isEqualTo(1);
    JsonNode done = at(rebuild);
    assertThat(done.path("progress").doubleValue()).isEqualTo(1);
    assertThat(done.path("customers").longValue()).isGreaterThanOrEqualTo(CUSTOMERS);
    assertThat(done.path("eventsPerSecond").doubleValue()).isPositive();
    assertThat(move409(rebuild)).isEqualTo(409);
    assertEqualToAColdFold(events);
  }

  /** Ends the connection of the step that is being done, as the end of its process would. */
  private int cutOffStep() {
    return jdbc.sql(
            """
            select pg_terminate_backend(a.pid) from pg_locks l
            join pg_stat_activity a on a.pid = l.pid
            where l.relation = 'rebuild'::regclass and l.mode = 'RowShareLock'
              and a.pid <> pg_backend_pid()\
            """)
        .query(Boolean.class)
        .list()
        .size();
  }

  @Test
  @Tag("faults")
  void goesOnWhereAKilledProcessLeft(@TempDir Path folder) throws IOException {
    List<CustomerEvent> events = shop.events(12_000);
    store.sendEvents(events);
    store.awaitFolded();
    worker.stop();
    register();
    String rebuild = backfill();

    Process other = startAnotherInstance(folder);
    try {
      Awaitility.await("the other instance works on it")
          .pollInterval(Duration.ofMillis(5))
          .until(() -> at(rebuild).path("customers").longValue() > 0 || !other.isAlive());
    } finally {
      other.destroyForcibly();
    }
    long before = at(rebuild).path("customers").longValue();
    assertThat(before).isPositive();
    worker.start();
    Awaitility.await().atMost(Store.PATIENCE).until(() -> isComplete(rebuild));
    store.awaitFolded();

    assertThat(at(rebuild).path("customers").longValue()).isGreaterThanOrEqualTo(CUSTOMERS);
    assertEqualToAColdFold(events);
  }

  private Process startAnotherInstance(Path folder) throws IOException {
    var builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx300m",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
            "-cp",
            System.getProperty("java.class.path"),
            FeatureService.class.getName(),
            "--server.port=0",
            "--churnops.features.consumers=1");
    String url = environment.getRequiredProperty("CHURNOPS_POSTGRES_URL");
    TestServers.shared()
        .variables(url)
        .forEach((name, value) -> builder.environment().put(name, value.toString()));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("other.log").toFile())
        .start();
  }

  @Test
  void foldsEveryViewAnewWhenRedisHasLostAllWithoutAnybodyAsking() {
    List<CustomerEvent> events = shop.events(2_000);
    register();
    store.sendEvents(events);
    store.awaitFolded();
    Awaitility.await().atMost(Store.PATIENCE).until(() -> isComplete(backfill()));

    store.flushRedis();

    String fingerprint = view.definition().fingerprint();
    Awaitility.await("states are there again, also of those nobody asks for")
        .atMost(Store.PATIENCE)
        .until(() ->
            events.stream()
                .allMatch(event -> store.state(event.customerId(), fingerprint).isPresent()));
    assertEqualToAColdFold(events);
  }

  @Test
  void hasOneRebuildOfAViewAtATime() {
    register();
    Awaitility.await().atMost(Store.PATIENCE).until(() -> isComplete(backfill()));
    worker.stop();

    HttpResponse<String> first = store.post("/v1/rebuilds", Map.of("view", name));
    HttpResponse<String> second = store.post("/v1/rebuilds", Map.of("view", name));
    HttpResponse<String> unknown = store.post("/v1/rebuilds", Map.of("view", "nobody"));

    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(store.json(second).path("rebuildId")).isEqualTo(store.json(first).path("rebuildId"));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(store.get("/v1/rebuilds/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
    assertThat(store.json(store.get("/v1/rebuilds?limit=1")).path("items")).hasSize(1);
    // One of all views may have been ordered in between, when states that others lost are missed.
    assertThat(store.json(store.get("/v1/rebuilds?limit=200")).path("items").valueStream())
        .filteredOn(rebuild -> rebuild.path("view").stringValue("").equals(name))
        .extracting(rebuild -> rebuild.path("rebuildId"))
        .first()
        .isEqualTo(store.json(first).path("rebuildId"));
  }

  private void register() {
    assertThat(store.postYaml("/v1/feature-views", Shop.VIEW.formatted(name)).statusCode())
        .isIn(200, 201);
  }

  /** The rebuild that the registration ordered. */
  private String backfill() {
    return store
        .json(store.get("/v1/rebuilds?limit=200"))
        .path("items")
        .valueStream()
        .filter(rebuild -> rebuild.path("view").stringValue("").equals(name))
        .filter(rebuild -> rebuild.path("reason").stringValue().equals("REGISTERED"))
        .findFirst()
        .orElseThrow()
        .path("rebuildId")
        .stringValue();
  }

  private JsonNode at(String rebuild) {
    return store.json(store.get("/v1/rebuilds/" + rebuild));
  }

  private JsonNode move(String rebuild, String where) {
    return store.json(store.post("/v1/rebuilds/" + rebuild + ":" + where, Map.of()));
  }

  private int move409(String rebuild) {
    return store.post("/v1/rebuilds/" + rebuild + ":stop", Map.of()).statusCode();
  }

  private boolean isComplete(String rebuild) {
    return at(rebuild).path("status").stringValue("").equals("COMPLETE");
  }

  /** Every customer, out of Redis alone. */
  private void assertEqualToAColdFold(List<CustomerEvent> events) {
    for (int from = 0; from < CUSTOMERS; from += 500) {
      List<String> some = shop.customers().subList(from, from + 500);
      Store.Features features = store.features(name, some, null);
      Map<String, FeatureVector> answered = new HashMap<>();
      features
          .customers()
          .forEach((customer, answer) -> {
            if (answer.path("status").stringValue().equals("PRESENT")) {
              assertThat(answer.path("degraded")).isEmpty();
              answered.put(customer, Shop.vector(view, answer));
            }
          });
      Map<String, FeatureVector> truth =
          new HashMap<>(Shop.truth(view, events, features.evaluatedAt()));
      truth.keySet().retainAll(some);
      assertThat(answered).isEqualTo(truth);
    }
  }
}
