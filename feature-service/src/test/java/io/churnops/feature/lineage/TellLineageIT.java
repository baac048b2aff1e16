package io.churnops.feature.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.OneRunner;
import io.churnops.feature.Shop;
import io.churnops.feature.Store;
import io.churnops.platform.Ports;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Nothing is lost of what a receiver of OpenLineage events was away for. */
@FeatureServiceTest
class TellLineageIT {

  /** It reads events that no feature reads. */
  private static final String LABEL =
      """
      label: %s
      entity: customer
      churned: {no: order.placed, within: 30d}
      eligible: {at_least: 1, event: parcel.refused, within: 90d}
      """;

  private final Store store;
  private final JdbcClient jdbc;
  private final UntoldRuns untold;
  private final OneRunner runner;
  private final InstantSource clock;
  private final JsonMapper json;
  private final String mine = "told_" + UUID.randomUUID().toString().substring(0, 8);
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private int port;

  TellLineageIT(
      @Autowired Store store,
      @Autowired JdbcClient jdbc,
      @Autowired UntoldRuns untold,
      @Autowired OneRunner runner,
      @Autowired InstantSource clock,
      @Autowired JsonMapper json) {
    this.store = store;
    this.jdbc = jdbc;
    this.untold = untold;
    this.runner = runner;
    this.clock = clock;
    this.json = json;
  }

  @BeforeEach
  void forgetOthers() {
    jdbc.sql("update training_dataset set lineage_told_at = now()").update();
    jdbc.sql("update model_version set lineage_told_at = now()").update();
    store.postYaml("/v1/feature-views", Shop.VIEW.formatted(mine));
    store.postYaml("/v1/labels", LABEL.formatted(mine));
    port = Ports.free(1).getFirst();
  }

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void tellsWhatHappenedWhileTheReceiverWasAway(@TempDir Path folder) throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "secret\n");
    TellLineage tell = tell(key);
    try {
      String dataset = build();
      jdbc.sql(
              """
              insert into model_version (model_name, version, dataset_id, view_fingerprint)
              values (?, 1, ?, 'f')\
              """)
          .params(mine, dataset)
          .update();
      await("they wait")
          .until(() -> meters.get("churnops.features.lineage.waiting").gauge().value() == 2);
      assertThat(jobs()).isEmpty();

      failures.set(2);
      HttpServer server = server(port);
      try {
        await("the training set and the model are told of")
            .untilAsserted(() ->
                assertThat(jobs()).containsExactly("training-dataset." + mine, "model." + mine));
        assertThat(received.getFirst().at("/outputs/0/name").stringValue()).isEqualTo(dataset);
        assertThat(received.getFirst().at("/eventType").stringValue()).isEqualTo("COMPLETE");
        assertLabelIsTold(received.getFirst());
        assertThat(keys).containsOnly("Bearer secret");
        String next = build();
        await("the next one is told of").until(() -> jobs().size() == 3);
        assertThat(received.getLast().at("/outputs/0/name").stringValue()).isEqualTo(next);
        await("they are counted").until(() -> told("taken") == 3);
      } finally {
        server.stop(0);
      }
    } finally {
      tell.stop();
    }
  }

  private static void assertLabelIsTold(JsonNode built) {
    assertThat(names(built.path("inputs"))).contains("parcel.refused", "email.sent");
    JsonNode facets = built.at("/outputs/0/facets");
    assertThat(names(facets.at("/schema/fields"))).startsWith("label").contains("orders_7d");
    assertThat(names(facets.at("/columnLineage/fields/label/inputFields")))
        .containsExactly("order.placed", "parcel.refused");
  }

  private static List<String> names(JsonNode items) {
    return items.valueStream().map(item -> item.path("name").stringValue()).toList();
  }

  @Test
  void passesOverWhatTheReceiverRefuses() throws IOException {
    String refused = build();
    String taken = build();
    HttpServer server = server(port);
    server.removeContext("/");
    server.createContext(
        "/", exchange -> answer(exchange, body -> body.toString().contains(refused) ? 422 : 201));
    TellLineage tell = tell(null);
    try {
      await("the other is told of").until(() -> jobs().size() == 2);
      assertThat(received.getLast().at("/outputs/0/name").stringValue()).isEqualTo(taken);
      await("both are noted").until(() -> untold.count() == 0);
      await("it is counted").until(() -> told("refused") == 1);
      assertThat(
              jdbc.sql("select lineage_refusal from training_dataset where id = ?::uuid")
                  .param(refused)
                  .query(String.class)
                  .single())
          .contains("422");
    } finally {
      tell.stop();
      server.stop(0);
    }
  }

  private TellLineage tell(@Nullable Path key) {
    var settings =
        new LineageSettings(
            "http://localhost:" + port + "/api/v1/lineage",
            key,
            Duration.ofSeconds(30),
            Duration.ofSeconds(1));
    var tell = new TellLineage(settings, untold, runner, clock, json, meters);
    tell.start();
    return tell;
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(Store.PATIENCE).pollInterval(Duration.ofMillis(50));
  }

  private List<String> jobs() {
    return received.stream().map(event -> event.at("/job/name").stringValue()).toList();
  }

  private double told(String answer) {
    return meters.get("churnops.features.lineage.told").tag("answer", answer).counter().count();
  }

  private HttpServer server(int onPort) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 0);
    server.createContext(
        "/", exchange -> answer(exchange, _ -> failures.getAndDecrement() > 0 ? 503 : 200));
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange, ToIntFunction<JsonNode> status) throws IOException {
    try (exchange) {
      JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
      int code = status.applyAsInt(body);
      if (code < 500) {
        received.add(body);
      }
      keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      exchange.sendResponseHeaders(code, -1);
    }
  }

  private String build() {
    String id =
        store
            .json(
                store.post(
                    "/v1/training-datasets",
                    Map.of(
                        "view",
                        mine,
                        "label",
                        mine,
                        "cutoffs",
                        Map.of("at", List.of(Instant.parse("2001-01-01T00:00:00Z"))))))
            .path("datasetId")
            .stringValue();
    await("the training set is complete")
        .until(() ->
            store
                .json(store.get("/v1/training-datasets/" + id))
                .path("status")
                .stringValue()
                .equals("COMPLETE"));
    return id;
  }
}
