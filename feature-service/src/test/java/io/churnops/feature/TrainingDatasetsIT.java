package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.CustomerEvent;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Training sets as files: the same request gives the same bytes, and a restart finishes them. */
@FeatureServiceTest
class TrainingDatasetsIT {

  private static final String VIEW = "sets";
  private static final String LABEL = "sets_label";

  private final Store store;
  private final JdbcClient jdbc;
  private final ConfigurableApplicationContext service;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final Shop shop = new Shop(5, 30, now);
  private final List<CustomerEvent> events = shop.events(1_500);

  TrainingDatasetsIT(
      @Autowired Store store,
      @Autowired JdbcClient jdbc,
      @Autowired ConfigurableApplicationContext service) {
    this.store = store;
    this.jdbc = jdbc;
    this.service = service;
  }

  @BeforeEach
  void defineViewAndLabel() {
    store.postYaml("/v1/feature-views", Shop.VIEW.formatted(VIEW));
    store.postYaml("/v1/labels", Shop.LABEL.formatted(LABEL));
  }

  @Test
  void givesTheSameBytesForTheSameRequest() throws Exception {
    store.sendEvents(events);
    store.awaitFolded();
    var equality = new Equality(store, VIEW);
    Map<String, Object> request =
        Map.of(
            "view",
            VIEW,
            "label",
            LABEL,
            "cutoffs",
            Map.of("from", now.minus(Duration.ofDays(70)), "to", now, "every", "14d"));

    JsonNode first = equality.build(request).path("manifest");
    Map<String, Object> anew = new HashMap<>(request);
    anew.put("anew", true);
    JsonNode second = equality.build(anew).path("manifest");

    assertThat(first.path("sha256")).isEqualTo(second.path("sha256"));
    assertThat(first.path("datasetId")).isNotEqualTo(second.path("datasetId"));
    assertThat(first.path("cutoffs")).hasSize(6);
    byte[] csv = rows(first, Map.of());
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(csv)))
        .isEqualTo(first.path("sha256").stringValue());
    assertThat(gunzip(rows(first, Map.of("Accept-Encoding", "br, gzip;q=0.8")))).isEqualTo(csv);
    assertManifestCounts(first, Equality.parse(new String(csv, StandardCharsets.UTF_8)));
  }

  private static void assertManifestCounts(JsonNode manifest, List<List<String>> lines) {
    List<List<String>> rows = lines.subList(1, lines.size());
    assertThat(lines.getFirst().subList(0, 3)).containsExactly("customer_id", "cutoff", "label");
    assertThat(manifest.path("rows").intValue()).isEqualTo(rows.size()).isPositive();
    assertThat(manifest.path("labelled").longValue())
        .isEqualTo(rows.stream().filter(row -> !row.get(2).isEmpty()).count())
        .isLessThan(rows.size());
    assertThat(manifest.path("positives").longValue())
        .isEqualTo(rows.stream().filter(row -> row.get(2).equals("1")).count());
    assertThat(manifest.path("label").path("horizon").stringValue()).isEqualTo("30d");
    assertThat(manifest.path("knownTime").stringValue()).isEqualTo("as_known");
    assertThat(manifest.path("eventHighWater").path("offsets")).isNotEmpty();
    assertThat(rows)
        .extracting(row -> row.get(0) + '\0' + row.get(1))
        .isSortedAccordingTo(String::compareTo);
    Instant mature =
        Instant.parse(manifest.path("eventHighWater").path("labelsMatureUntil").stringValue());
    for (List<String> row : rows) {
      assertThat(row.get(2).isEmpty())
          .isEqualTo(Instant.parse(row.get(1)).plus(Duration.ofDays(30)).isAfter(mature));
    }
    int column = 3;
    for (JsonNode statistics : manifest.path("columns")) {
      int field = column++;
      assertThat(lines.getFirst().get(field)).isEqualTo(statistics.path("name").stringValue());
      assertThat(statistics.path("missing").longValue())
          .isEqualTo(rows.stream().filter(row -> row.get(field).isEmpty()).count());
      if (statistics.has("max")) {
        assertThat(statistics.path("max").doubleValue())
            .isEqualTo(
                rows.stream()
                    .filter(row -> !row.get(field).isEmpty())
                    .mapToDouble(row -> Double.parseDouble(row.get(field)))
                    .max()
                    .orElseThrow());
      }
    }
  }

  @Test
  void buildsAnEmptySetWhereNobodyIsEligible() {
    JsonNode dataset =
        new Equality(store, VIEW)
            .build(
                Map.of(
                    "view",
                    VIEW,
                    "label",
                    LABEL,
                    "cutoffs",
                    Map.of("at", List.of("1950-01-01T00:00:00Z"))));

    assertThat(dataset.path("status").stringValue()).isEqualTo("COMPLETE");
    assertThat(dataset.path("manifest").path("rows").longValue()).isZero();
    assertThat(rows(dataset.path("manifest"), Map.of())).asString().hasLineCount(1);
  }

  @Test
  void finishesAfterARestartWhatItHadBegun() {
    String fingerprint =
        store.json(store.get("/v1/feature-views/" + VIEW)).path("fingerprint").stringValue();
    String label = store.json(store.get("/v1/labels/" + LABEL)).path("fingerprint").stringValue();
    UUID begun = insert(fingerprint, label);
    UUID hopeless = insert("0".repeat(32), label);
    assertThat(store.get("/v1/training-datasets/" + begun + "/rows").statusCode()).isEqualTo(409);

    service.publishEvent(
        new ApplicationReadyEvent(
            new SpringApplication(FeatureService.class), new String[0], service, Duration.ZERO));

    assertThat(outcome(begun).path("status").stringValue()).isEqualTo("COMPLETE");
    JsonNode failed = outcome(hopeless);
    assertThat(failed.path("status").stringValue()).isEqualTo("FAILED");
    assertThat(failed.path("error").stringValue()).contains("0".repeat(32));
  }

  @Test
  void cancelsWhatIsNotComplete() {
    String label = store.json(store.get("/v1/labels/" + LABEL)).path("fingerprint").stringValue();
    UUID begun = insert("0".repeat(32), label);
    String path = "/v1/training-datasets/" + begun;

    HttpResponse<String> cancelled = store.post(path + ":cancel", Map.of());

    assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(200);
    assertThat(store.json(cancelled).path("status").stringValue()).isEqualTo("CANCELLED");
    assertThat(store.json(cancelled).path("cancelledBy").stringValue()).isEqualTo("admin");
    assertThat(store.post(path + ":cancel", Map.of()).body()).isEqualTo(cancelled.body());
    assertThat(store.get(path + "/rows").statusCode()).isEqualTo(409);
    assertThat(kept(begun)).as("until its worker lets go of it").isEqualTo("RUNNING");

    service.publishEvent(
        new ApplicationReadyEvent(
            new SpringApplication(FeatureService.class), new String[0], service, Duration.ZERO));

    Awaitility.await().atMost(Store.PATIENCE).until(() -> kept(begun).equals("CANCELLED"));
    assertThat(store.get(path).body()).isEqualTo(cancelled.body());
    assertThat(
            store
                .post("/v1/training-datasets/" + UUID.randomUUID() + ":cancel", Map.of())
                .statusCode())
        .isEqualTo(404);
  }

  private String kept(UUID dataset) {
    return jdbc.sql("select status from training_dataset where id = ?")
        .param(dataset)
        .query(String.class)
        .single();
  }

  @Test
  void cancelsNothingThatIsOver() {
    JsonNode complete =
        new Equality(store, VIEW)
            .build(
                Map.of(
                    "view",
                    VIEW,
                    "label",
                    LABEL,
                    "cutoffs",
                    Map.of("at", List.of("1950-01-01T00:00:00Z"))));
    String path = "/v1/training-datasets/" + complete.path("datasetId").stringValue();

    HttpResponse<String> refused = store.post(path + ":cancel", Map.of());

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(store.json(refused).path("type").stringValue()).endsWith("/dataset-over");
    assertThat(store.json(store.get(path)).path("status").stringValue()).isEqualTo("COMPLETE");
  }

  private UUID insert(String view, String label) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into training_dataset (id, request, status, created_at, created_by)
            values (?, ?::json, 'RUNNING', now(), 'test')\
            """)
        .params(
            id,
            """
            {"of": "events", "viewFingerprint": "%s", "labelFingerprints": ["%s"],
             "cutoffs": ["2026-01-01T00:00:00Z"], "knownTime": "as_happened"}\
            """
                .formatted(view, label))
        .update();
    return id;
  }

  private JsonNode outcome(UUID dataset) {
    return Awaitility.await()
        .atMost(Store.PATIENCE)
        .until(
            () -> store.json(store.get("/v1/training-datasets/" + dataset)),
            answer -> !answer.path("status").stringValue().equals("RUNNING"));
  }

  @Test
  void refusesRequestsThatMakeNoSense() {
    List<Map<String, Object>> cutoffs = new ArrayList<>();
    cutoffs.add(Map.of());
    cutoffs.add(Map.of("at", List.of()));
    cutoffs.add(Map.of("at", List.of(now.plusSeconds(86_400))));
    cutoffs.add(Map.of("at", Arrays.asList(now, null)));
    cutoffs.add(Map.of("at", List.of("-1000000000-01-01T00:00:00Z")));
    cutoffs.add(Map.of("at", List.of("0000-12-31T00:00:00Z", now)));
    cutoffs.add(
        Map.of("from", "-0001-01-01T00:00:00Z", "to", "-0001-01-02T00:00:00Z", "every", "1d"));
    cutoffs.add(Map.of("at", List.of(now), "every", "7d"));
    cutoffs.add(Map.of("from", now, "to", now.minusSeconds(1), "every", "7d"));
    cutoffs.add(Map.of("from", "2020-01-01T00:00:00Z", "to", now, "every", "1h"));
    cutoffs.add(Map.of("from", "2020-01-01T00:00:00Z", "to", now, "every", "weekly"));
    for (Map<String, Object> each : cutoffs) {
      HttpResponse<String> answer =
          store.post(
              "/v1/training-datasets", Map.of("view", VIEW, "label", LABEL, "cutoffs", each));
      assertThat(answer.statusCode()).as("%s: %s", each, answer.body()).isEqualTo(422);
      assertThat(answer.body()).contains("https://churnops.io/problems/invalid-cutoffs");
    }
    Map<String, Object> good = Map.of("at", List.of(now));
    assertThat(request("nothing", LABEL, good).body()).contains("problems/unknown-view");
    assertThat(request(VIEW, "nothing", good).body()).contains("problems/unknown-label");
    assertThat(
            store
                .post(
                    "/v1/training-datasets", Map.of("view", VIEW, "label", "a\0b", "cutoffs", good))
                .statusCode())
        .isEqualTo(422);
    assertThat(store.get("/v1/training-datasets/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
    assertThat(store.get("/v1/training-datasets/no-id").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> request(String view, String label, Map<String, Object> cutoffs) {
    HttpResponse<String> answer =
        store.post(
            "/v1/training-datasets", Map.of("view", view, "label", label, "cutoffs", cutoffs));
    assertThat(answer.statusCode()).isEqualTo(404);
    return answer;
  }

  private byte[] rows(JsonNode manifest, Map<String, String> headers) {
    return store
        .bytes(
            "/v1/training-datasets/" + manifest.path("datasetId").stringValue() + "/rows", headers)
        .body();
  }

  private static byte[] gunzip(byte[] bytes) throws Exception {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }
}
