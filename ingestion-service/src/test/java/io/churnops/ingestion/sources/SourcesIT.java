package io.churnops.ingestion.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.intake.Intake;
import io.churnops.kit.Ids;
import io.churnops.platform.test.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pulls from a real database into a real log, through the service's own doors. */
@IngestionIntegrationTest
class SourcesIT {

  private static final String DATABASE = TestServers.shared().newDatabase();

  @TempDir static Path secrets;
  private static final HttpServer API = startApi();

  @LocalServerPort int port;
  @Autowired SourceStore sources;
  @Autowired PullSchedule schedule;
  @Autowired RunStore runs;
  @Autowired DataSource database;
  @Autowired AllowedDestinations allowed;
  @Autowired EventReader reader;
  @Autowired EventJudge judge;
  @Autowired Intake intake;
  @Autowired Ids ids;
  @Autowired JsonMapper json;
  @Autowired MeterRegistry metrics;

  private final String customer = UUID.randomUUID().toString();
  private final String name = "s" + customer;
  private final String table = "customers_" + customer.replace("-", "");
  private Connection shop;
  private IngestionClient client;
  private Instant now = Instant.parse("2100-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;

  private static HttpServer startApi() {
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer started = HttpServer.create(anyPort, 0);
      started.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @DynamicPropertySource
  static void allow(DynamicPropertyRegistry registry) throws IOException {
    registry.add(
        "churnops.ingestion.sources.allow",
        () -> "localhost:" + databasePort() + ",localhost:" + API.getAddress().getPort());
    registry.add("churnops.ingestion.sources.secrets", secrets::toString);
    registry.add("churnops.ingestion.sources.look-every", () -> "100ms");
    Files.writeString(secrets.resolve("shop-password"), "test\n");
    Files.writeString(secrets.resolve("wrong-password"), "wrong\n");
  }

  @BeforeEach
  void makeShop() throws SQLException {
    client = IngestionClient.at(port);
    shop = DriverManager.getConnection(DATABASE, "postgres", "test");
    execute("create table " + table + " (id text, country text, updated_at timestamptz)");
  }

  @AfterAll
  static void closeApi() {
    API.stop(0);
  }

  @AfterEach
  void close() throws SQLException {
    sources.remove(name);
    schedule.start();
    execute("drop table if exists " + table);
    shop.close();
  }

  @Test
  void pullsWhatIsNewAndTellsOfEveryRun() throws Exception {
    add("DE", "2026-01-01 10:00:00.5+01");
    add("FR", "2026-01-01 10:00:00.5+01");
    add("IT", "2026-01-01 10:00:00.5+01");
    Answer declared = put(declaration());
    assertThat(declared.status()).as("%s", declared.json()).isEqualTo(201);
    assertThat(declared.json().toString()).doesNotContain("\"test\"");
    assertThat(put(declaration()).status()).isEqualTo(200);

    JsonNode first = run();
    assertThat(first.get("status").stringValue()).as("%s", first).isEqualTo("COMPLETE");
    assertThat(first.at("/counts/rowsRead").longValue()).isEqualTo(3);
    assertThat(first.at("/counts/accepted").longValue()).isEqualTo(3);
    assertThat(first.has("cursorBefore")).isFalse();
    assertThat(first.get("cursorAfter").stringValue()).isEqualTo("2026-01-01T09:00:00.500Z");
    add("ES", "2026-01-01 08:30+00");
    add("PT", "2026-01-02 00:00+00");
    execute("insert into " + table + " values (null, 'XX', '2026-01-02 00:00+00')");
    JsonNode second = run();
    assertThat(second.at("/counts/rowsRead").longValue()).isEqualTo(6);
    assertThat(second.at("/counts/rowsSeenBefore").longValue()).isEqualTo(3);
    assertThat(second.at("/counts/accepted").longValue()).isEqualTo(2);
    assertThat(second.at("/counts/rowsQuarantined").longValue()).isEqualTo(1);
    assertThat(second.get("cursorBefore").stringValue()).isEqualTo("2026-01-01T09:00:00.500Z");

    assertThat(events())
        .hasSize(5)
        .contains("2026-01-01T09:00:00.500Z 2026-01-01T09:00:00.500Z {\"country\":\"FR\"}");
    assertThat(client.get("/v1/sources/" + name).json().get("cursor").stringValue())
        .isEqualTo("2026-01-02T00:00:00Z");
    JsonNode page = client.get("/v1/sources/" + name + "/runs?limit=1").json();
    assertThat(page.at("/items/0/runId")).isEqualTo(second.get("runId"));
    String rest = "/v1/sources/" + name + "/runs?cursor=" + page.get("nextCursor").stringValue();
    assertThat(client.get(rest).json().at("/items/0/runId")).isEqualTo(first.get("runId"));
    await()
        .until(() ->
            !client
                .get("/v1/quarantine?code=unmappable_row&source=/sources/" + name)
                .json()
                .get("items")
                .isEmpty());
  }

  @Test
  void goesOnAfterAnApiThatFailedHalfWay() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    AtomicInteger broken = new AtomicInteger(1);
    API.createContext(
        "/" + name,
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          boolean first = exchange.getRequestURI().getQuery().contains("page=1");
          String body =
              first
                  ? page("b", "2026-01-02T00:00:00Z")
                  : broken.getAndDecrement() > 0 ? "{" : page("a", "2026-01-01T00:00:00Z");
          if (exchange.getRequestURI().getQuery().contains("page=3")) {
            body = "{\"items\":[]}";
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    String url = "http://localhost:" + API.getAddress().getPort() + "/" + name;
    Answer declared =
        put(
            Declarations.http(name, url, "parameter: since\npaging: {page: {parameter: page}}")
                .replace("country: {as: text}", "country: {as: text}\n    customer: {as: text}")
                .replace("customer: id", "customer: customer"));
    assertThat(declared.status()).as("%s", declared.json()).isEqualTo(201);

    JsonNode failed = run();
    assertThat(failed.get("error").stringValue()).contains("answers something that is not JSON");
    assertThat(failed.at("/counts/accepted").longValue()).isEqualTo(1);
    assertThat(failed.has("cursorAfter")).as("older rows may be still to come").isFalse();
    JsonNode complete = run();
    assertThat(complete.get("status").stringValue()).isEqualTo("COMPLETE");
    assertThat(complete.at("/counts/rowsSeenBefore").longValue()).isEqualTo(1);
    assertThat(complete.at("/counts/accepted").longValue()).isEqualTo(1);
    run();
    assertThat(asked.getLast()).contains("since=2026-01-02T00%3A00%3A00Z");
    assertThat(events()).hasSize(2);
  }

  private String page(String id, String updatedAt) {
    return "{\"items\":[{\"id\":\"%s\",\"customer\":\"%s\",\"updated_at\":\"%s\"}]}"
        .formatted(id, customer, updatedAt);
  }

  /** Where a process ends. */
  enum Kill {
    BEFORE_SENDING,
    BEFORE_THE_COMMIT,
    AFTER_THE_COMMIT
  }

  private static final class KilledError extends Error {}

  @ParameterizedTest
  @EnumSource
  void goesOnWhereAKilledProcessWas(Kill kill) throws Exception {
    for (int i = 0; i < 7; i++) {
      add("C" + i, "2026-01-01 10:00+00");
    }
    declareByHand(declaration() + "schedule: {every: 1d}\n");
    EventPieces real = new EventPieces(reader, judge, intake, clock, Thread::sleep);
    AtomicInteger pieces = new AtomicInteger();
    PullRun.Publisher dies =
        piece -> {
          int number = pieces.incrementAndGet();
          if (number == (kill == Kill.AFTER_THE_COMMIT ? 3 : 2) && kill != Kill.BEFORE_THE_COMMIT) {
            throw new KilledError();
          }
          var verdicts = real.publish(piece);
          if (number == 2 && kill == Kill.BEFORE_THE_COMMIT) {
            throw new KilledError();
          }
          return verdicts;
        };
    assertThatThrownBy(() -> worker(reads(), dies).pull(name)).isInstanceOf(KilledError.class);
    int kept = kill == Kill.AFTER_THE_COMMIT ? 4 : 2;
    assertThat(runs.seen(name)).hasSize(kept);

    worker(reads(), real).pull(name);

    List<RunRow> all = runs.page(name, null, 10);
    assertThat(all)
        .extracting(RunRow::status)
        .containsExactly(RunStatus.COMPLETE, RunStatus.INTERRUPTED);
    assertThat(all.getFirst().counts().rowsSeenBefore()).isEqualTo(kept);
    assertThat(events()).hasSize(7);
    assertThat(sources.find(name).orElseThrow().nextRunAt())
        .isEqualTo(now.plus(Duration.ofDays(1)));
  }

  @Test
  void pullsOnOneInstanceAtATime() throws Exception {
    add("DE", "2026-01-01 10:00+00");
    declareByHand(declaration());
    UUID run = runs.queue(UUID.fromString(ids.next()), name, "test", now);
    assertThat(runs.queue(UUID.fromString(ids.next()), name, "test", now)).isEqualTo(run);
    CountDownLatch within = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    PullRun.Publisher real = new EventPieces(reader, judge, intake, clock, Thread::sleep);
    PullRun.Publisher waits =
        piece -> {
          within.countDown();
          goOn.await();
          return real.publish(piece);
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first =
          threads.submit(() -> {
            worker(reads(), waits).pull(name);
            return true;
          });
      within.await();
      worker(
              _ -> {
                throw new AssertionError("A second instance reads, too");
              },
              real)
          .pull(name);
      goOn.countDown();
      assertThat(first.get()).isTrue();
    }
    assertThat(runs.page(name, null, 10))
        .singleElement()
        .satisfies(only -> assertThat(only.status()).isEqualTo(RunStatus.COMPLETE));
    assertThat(events()).hasSize(1);
  }

  @Test
  void failsInWordsAndTriesAgainSooner() throws Exception {
    String failing = declaration().replace("shop-password", "wrong-password");
    declareByHand(failing + "schedule: {every: 1d}\n");
    PullRun.Publisher real = new EventPieces(reader, judge, intake, clock, Thread::sleep);
    for (int minutes : List.of(1, 2, 4)) {
      worker(reads(), real).pull(name);
      assertThat(sources.find(name).orElseThrow().nextRunAt())
          .isEqualTo(now.plus(Duration.ofMinutes(minutes)));
      now = now.plus(Duration.ofMinutes(minutes));
    }
    JsonNode source = client.get("/v1/sources/" + name).json();
    assertThat(source.get("status").stringValue()).isEqualTo("FAILING");
    assertThat(source.get("lastError").stringValue())
        .isEqualTo("The database refuses the user or the password.");
    MeterRegistry registry = new SimpleMeterRegistry();
    new SourceMeters(sources, registry).look(now);
    assertThat(registry.get("churnops.sources.failures").tag("source", name).gauge().value())
        .isEqualTo(3);

    schedule.start();
    put(declaration());
    assertThat(run().get("status").stringValue()).isEqualTo("COMPLETE");
    assertThat(client.get("/v1/sources/" + name).json().get("status").stringValue())
        .isEqualTo("ACTIVE");
  }

  @Test
  void changesNothingInTheSource() throws Exception {
    execute(
        "create or replace function drop_them() returns text language plpgsql as"
            + " 'begin delete from "
            + table
            + "; return 1; end'");
    add("DE", "2026-01-01 10:00+00");
    assertThat(failure(declaration().replace(", id,", ", drop_them() as id,")))
        .isEqualTo("The query would change something; sources are read only.");
    assertThat(failure(declaration().replace(", id,", ", nothing as id,")))
        .isEqualTo("The query cannot be run: column \"nothing\" does not exist.");
    assertThat(failure(declaration().replace("country,", "country as land,")))
        .isEqualTo("The query gives no column country.");
    assertThat(failure(declaration().replace(", id,", ", pg_sleep(60)::text as id,")))
        .isEqualTo("The query took longer than its timeout allows.");
    assertThat(events()).isEmpty();
  }

  @Test
  void standsStillWhilePausedAndEndsWhenDeleted() throws Exception {
    put(declaration() + "schedule: {every: 1d}\n");
    assertThat(post(":pause").json().get("status").stringValue()).isEqualTo("PAUSED");
    await().until(() -> runs.page(name, null, 1).stream().allMatch(this::hasEnded));
    int before = runs.page(name, null, 10).size();
    sources.pause(name, true, Instant.EPOCH);
    assertThat(sources.findDue(name, now)).isEmpty();
    assertThat(post(":resume").json().get("status").stringValue()).isEqualTo("ACTIVE");
    await().until(() -> runs.page(name, null, 10).size() > before);

    assertThat(client.get("/v1/sources?limit=1").json().get("items")).hasSize(1);
    assertThat(sources.remove(name)).isTrue();
    assertThat(client.get("/v1/sources/" + name + "/runs").problem()).isEqualTo("unknown-source");
    assertThat(post(":run").problem()).isEqualTo("unknown-source");
  }

  @Test
  void refusesWhatMayNotBe() throws Exception {
    String url = "localhost:" + databasePort();
    assertThat(put(declaration().replace(url, "localhost:1")).problem())
        .isEqualTo("destination-not-allowed");
    assertThat(put(declaration().replace(url, "169.254.169.254:80")).problem())
        .isEqualTo("destination-not-allowed");
    assertThat(put(declaration().replace("name: s", "name: t")).problem())
        .isEqualTo("invalid-source");
    assertThat(put(declaration().replace("customer.updated", "customer.forgotten")).problem())
        .isEqualTo("invalid-source");
    assertThat(put("name: " + "x".repeat(70_000)).problem()).isEqualTo("body-too-large");
    assertThat(sources.find(name)).isEmpty();
    Answer plan = plan(declaration());
    assertThat(plan.json().get("action").stringValue()).isEqualTo("NEW");
    add("DE", "2026-01-01 10:00+00");
    put(declaration());
    assertThat(plan(declaration()).json().get("action").stringValue()).isEqualTo("UNCHANGED");
    run();
    String number = declaration().replace("type: time,", "type: local_time, zone: UTC,");
    assertThat(plan(number).problem()).isEqualTo("other-cursor");
    assertThat(client.withScope("events:write").get("/v1/sources").status()).isEqualTo(403);
    assertThat(client.get("/v1/sources?cursor=%00").problem()).isEqualTo("invalid-request");
    assertThat(client.get("/v1/change-mappings?cursor=%00").problem()).isEqualTo("invalid-request");
    assertThat(
            client
                .withScope("events:read")
                .put("/v1/sources/" + name, "application/yaml", declaration())
                .status())
        .isEqualTo(403);
  }

  /** Declares the source, and leaves it to the test to pull from it. */
  private void declareByHand(String declaration) {
    schedule.stop();
    sources.put(name, declaration, "test", now, now);
  }

  private boolean hasEnded(RunRow run) {
    return run.finishedAt() != null;
  }

  private PullWorker.Readers reads() {
    return source ->
        new JdbcRows(source, (JdbcOrigin) source.origin(), allowed, new Secrets(secrets));
  }

  private PullWorker worker(PullWorker.Readers readers, PullRun.Publisher publisher) {
    return new PullWorker(
        sources,
        runs,
        new SourceLocks(database),
        readers,
        publisher,
        new SourceProperties(
            List.of(), null, 1, Duration.ofSeconds(1), 1_000, Duration.ofDays(90_000)),
        ids,
        clock,
        json,
        metrics);
  }

  private String failure(String declaration) throws Exception {
    Answer declared = put(declaration.replace("batch: 2", "batch: 2\n  timeout: 1s"));
    assertThat(declared.status()).as("%s", declared.json()).isIn(200, 201);
    JsonNode run = run();
    assertThat(run.get("status").stringValue()).isEqualTo("FAILED");
    return run.get("error").stringValue();
  }

  private JsonNode run() throws Exception {
    Answer asked = post(":run");
    assertThat(asked.status()).as("%s", asked.json()).isEqualTo(202);
    String location = asked.response().headers().firstValue("location").orElseThrow();
    return await().until(() -> client.get(location).json(), run -> run.has("finishedAt"));
  }

  private Answer put(String declaration) throws Exception {
    return client.put("/v1/sources/" + name, "application/yaml", declaration);
  }

  private Answer plan(String declaration) throws Exception {
    return client.post(
        "/v1/sources/" + name + ":plan", "application/yaml", BodyPublishers.ofString(declaration));
  }

  private Answer post(String action) throws Exception {
    return client.post("/v1/sources/" + name + action, "application/json", BodyPublishers.noBody());
  }

  private String declaration() {
    return Declarations.jdbc(name, DATABASE)
        .replace("/sources/test", "/sources/" + name)
        .replace("from customers", "from " + table)
        .replace("id: {as: text}", "id: {as: text}\n    customer: {as: text}")
        .replace("select id", "select '" + customer + "' as customer, id")
        .replace("customer: id", "customer: customer");
  }

  private void add(String country, String updatedAt) throws SQLException {
    execute(
        "insert into %s values ('%s', '%s', '%s')"
            .formatted(table, UUID.randomUUID(), country, updatedAt));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = shop.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The events of the customer, each id once. */
  private List<String> events() {
    return TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer).stream()
        .collect(
            Collectors.toMap(
                record -> TopicReader.header(record, CloudEventHeaders.ID),
                record ->
                    TopicReader.header(record, CloudEventHeaders.TIME)
                        + " "
                        + TopicReader.header(record, CloudEventHeaders.KNOWN_TIME)
                        + " "
                        + new String(record.value(), StandardCharsets.UTF_8),
                (first, _) -> first))
        .values()
        .stream()
        .toList();
  }

  private static int databasePort() {
    return URI.create(DATABASE.substring("jdbc:".length())).getPort();
  }
}
