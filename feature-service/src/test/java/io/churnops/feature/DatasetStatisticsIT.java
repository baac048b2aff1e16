package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import io.churnops.features.engine.CustomerEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Tables, spines, Parquet, statistics and comparisons through the public API. */
@FeatureServiceTest
class DatasetStatisticsIT {

  private static final String VIEW = "statistics_view";

  private final Store store;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  DatasetStatisticsIT(@Autowired Store store) {
    this.store = store;
  }

  /** Customers whose months tell a little of their churn, and whose exit code tells all. */
  private static String table(int rows) {
    StringBuilder csv = new StringBuilder("customerID,Months,Charges,Plan,ExitCode,Churn\n");
    for (int i = 0; i < rows; i++) {
      boolean churned = i % 3 == 0;
      csv.append("T-").append(i);
      csv.append(',').append(i * 7 % 50 + (churned ? 0 : 5));
      csv.append(',').append(i % 20 == 0 ? " " : i % 11 + ".25");
      csv.append(',').append(i % 4 == 0 ? "month" : "\"year, prepaid\"");
      csv.append(',').append(churned ? "X" : "none");
      csv.append(',').append(i % 50 == 1 ? "" : churned ? "Yes" : "No").append('\n');
    }
    return csv.toString();
  }

  private JsonNode send(String query, byte[] csv, String type) {
    HttpResponse<String> answer = store.upload("/v1/tables?" + query, type, csv);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .endsWith(store.json(answer).path("datasetId").stringValue());
    return store.json(answer);
  }

  private JsonNode complete(String dataset) {
    JsonNode ended =
        Awaitility.await()
            .atMost(Store.PATIENCE)
            .pollInterval(Duration.ofMillis(50))
            .until(
                () -> store.json(store.get("/v1/training-datasets/" + dataset)),
                answer -> !answer.path("status").stringValue().equals("RUNNING"));
    assertThat(ended.path("status").stringValue()).as("%s", ended).isEqualTo("COMPLETE");
    return ended.path("manifest");
  }

  @Test
  void makesATrainingSetOfATable(@TempDir Path folder) throws IOException {
    byte[] csv = table(300).getBytes(StandardCharsets.UTF_8);
    String query = "label=Churn&id=customerID&name=" + unique() + "&asOf=2026-01-01T00:00:00Z";

    JsonNode taken = send(query, csv, "text/csv");
    JsonNode again = send(query, gzip(csv), "application/gzip");

    assertThat(taken.path("table").path("positive").stringValue()).isEqualTo("Yes");
    assertThat(taken.path("table").path("columns").valueStream())
        .extracting(column -> column.path("name").stringValue(), this::type)
        .containsExactly(
            tuple("months", "NUMBER"),
            tuple("charges", "NUMBER"),
            tuple("plan", "CATEGORY"),
            tuple("exit_code", "CATEGORY"));
    String dataset = taken.path("datasetId").stringValue();
    JsonNode manifest = complete(dataset);
    assertThat(manifest.path("rows").intValue()).isEqualTo(300);
    assertThat(manifest.path("labelled").intValue()).isEqualTo(294);
    assertThat(manifest.path("labels").get(0).path("immature").intValue()).isEqualTo(6);
    assertThat(manifest.path("sha256"))
        .isEqualTo(complete(again.path("datasetId").stringValue()).path("sha256"));

    List<String> lines = csv(dataset).lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo("customer_id,cutoff,label,months,charges,plan,exit_code");
    assertThat(lines.get(1)).isEqualTo("T-0,2026-01-01T00:00:00Z,1,0.0,,month,X");
    assertThat(lines.get(2))
        .isEqualTo("T-1,2026-01-01T00:00:00Z,,12.0,1.25,\"year, prepaid\",none");
    assertParquetHoldsTheSame(dataset, folder);
    assertLeakIsSeen(dataset);
  }

  private String type(JsonNode column) {
    return column.path("type").stringValue();
  }

  private void assertParquetHoldsTheSame(String dataset, Path folder) throws IOException {
    HttpResponse<byte[]> answer =
        store.bytes(
            "/v1/training-datasets/" + dataset + "/rows",
            Map.of("Accept", "application/vnd.apache.parquet"));
    assertThat(answer.statusCode()).isEqualTo(200);
    Path file = Files.write(folder.resolve("rows.parquet"), answer.body());
    List<Map<String, Object>> rows = new ArrayList<>();
    try (Stream<Map<String, Object>> read =
        ParquetReader.streamContent(file.toFile(), new Rows())) {
      read.forEach(rows::add);
    }
    List<List<String>> lines = Equality.parse(csv(dataset));
    assertThat(rows).hasSize(lines.size() - 1);
    for (int i = 0; i < rows.size(); i++) {
      List<String> line = lines.get(i + 1);
      Map<String, Object> row = rows.get(i);
      assertThat(row.get("customer_id")).isEqualTo(line.get(0));
      assertThat(
              Instant.EPOCH.plus(
                  (Long) Objects.requireNonNull(row.get("cutoff")), ChronoUnit.MICROS))
          .isEqualTo(line.get(1));
      assertThat(text(row.get("label"))).isEqualTo(line.get(2));
      assertThat(text(row.get("months"))).isEqualTo(line.get(3));
      assertThat(text(row.get("charges"))).isEqualTo(line.get(4));
      assertThat(text(row.get("plan"))).isEqualTo(line.get(5));
    }
  }

  private static String text(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /** Collects the values of a row by their column. */
  private static final class Rows
      implements Hydrator<Map<String, Object>, Map<String, Object>, String[]> {

    @Override
    public Map<String, Object> start() {
      return new HashMap<>();
    }

    @Override
    public Map<String, Object> add(Map<String, Object> row, String[] column, Object value) {
      if (value != null) {
        row.put(String.join(".", column), value);
      }
      return row;
    }

    @Override
    public Map<String, Object> finish(Map<String, Object> row) {
      return row;
    }
  }

  private void assertLeakIsSeen(String dataset) {
    JsonNode statistics = store.json(store.get("/v1/training-datasets/" + dataset + "/statistics"));
    assertThat(statistics.path("rows").intValue()).isEqualTo(300);
    assertThat(statistics.path("sampledRows").intValue()).isEqualTo(300);
    assertThat(statistics.path("quantileError").doubleValue()).isZero();
    assertThat(statistics.path("columns").get(1).path("missing").intValue()).isEqualTo(15);
    assertThat(statistics.path("warnings").valueStream())
        .extracting(
            warning -> warning.path("code").stringValue(),
            warning -> warning.path("column").stringValue())
        .containsExactly(tuple("leak_suspect", "exit_code"));
  }

  @Test
  void comparesTrainingSets() {
    String name = unique();
    String query = "label=Churn&id=customerID&ignore=ExitCode&name=" + name;
    String base =
        send(query, table(600).getBytes(StandardCharsets.UTF_8), "text/csv")
            .path("datasetId")
            .stringValue();
    String moved = table(600).replace("month,", "week,").replace("Months,", "Tenure,");
    String other =
        send(query, moved.getBytes(StandardCharsets.UTF_8), "text/csv")
            .path("datasetId")
            .stringValue();
    complete(base);
    complete(other);

    JsonNode same = compare(base, base);
    assertThat(same.path("identical").booleanValue()).isTrue();
    assertThat(same.path("columns").valueStream())
        .allSatisfy(column -> assertThat(column.path("psi").doubleValue()).isZero());

    JsonNode differs = compare(base, other);
    assertThat(differs.path("identical").booleanValue()).isFalse();
    assertThat(differs.path("onlyInBase").get(0).stringValue()).isEqualTo("months");
    assertThat(differs.path("onlyInOther").get(0).stringValue()).isEqualTo("tenure");
    assertThat(differs.path("columns").valueStream())
        .extracting(
            column -> column.path("name").stringValue(),
            column -> column.path("shift").stringValue())
        .containsExactly(tuple("charges", "NONE"), tuple("plan", "LARGE"));
    assertThat(
            store
                .get("/v1/training-datasets/" + base + ":compare?with=" + UUID.randomUUID())
                .statusCode())
        .isEqualTo(404);
  }

  private JsonNode compare(String base, String other) {
    HttpResponse<String> answer =
        store.get("/v1/training-datasets/" + base + ":compare?with=" + other);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return store.json(answer);
  }

  @Test
  void refusesBadTables() throws IOException {
    assertRefused(
        "label=Churn&id=customerID",
        "id,x\na,1\n".getBytes(StandardCharsets.UTF_8),
        422,
        "invalid-table");
    assertRefused("label=Churn&id=customerID", new byte[0], 422, "invalid-table");
    assertRefused(
        "label=Churn&id=customerID", new byte[] {(byte) 0xff, 'a', '\n'}, 422, "unreadable-csv");
    byte[] cut = gzip(table(300).getBytes(StandardCharsets.UTF_8));
    assertRefused(
        "label=Churn&id=customerID",
        java.util.Arrays.copyOf(cut, cut.length / 2),
        422,
        "unreadable-csv");
    assertRefused(
        "label=Churn&id=customerID&asOf=2999-01-01T00:00:00Z",
        table(3).getBytes(StandardCharsets.UTF_8),
        422,
        "invalid-cutoffs");
    assertThat(store.upload("/v1/tables?label=Churn", "text/csv", new byte[0]).statusCode())
        .isEqualTo(400);
    HttpResponse<String> ragged =
        store.upload(
            "/v1/tables?label=Churn&id=customerID",
            "text/csv",
            (table(3) + "T-9,1\n").getBytes(StandardCharsets.UTF_8));
    assertThat(store.json(ragged).path("problems").get(0).path("line").intValue()).isEqualTo(5);
  }

  private void assertRefused(String query, byte[] csv, int status, String problem) {
    HttpResponse<String> answer = store.upload("/v1/tables?" + query, "text/csv", csv);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("https://churnops.io/problems/" + problem);
  }

  @Test
  void buildsTheRowsOfASpineThatWasSent() {
    store.postYaml("/v1/feature-views", Shop.VIEW.formatted(VIEW));
    HttpResponse<String> kept =
        store.upload(
            "/v1/spines",
            "text/csv",
            "customer_id,time,label\nnobody,2026-01-01,1\nnobody,2026-02-01,0\n"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
    String spine = store.json(kept).path("spineId").stringValue();
    assertThat(store.json(store.get("/v1/spines/" + spine))).isEqualTo(store.json(kept));

    JsonNode dataset =
        new Equality(store, VIEW)
            .build(Map.of("view", VIEW, "spine", Map.of("id", spine, "horizon", "30d")));

    JsonNode manifest = complete(dataset.path("datasetId").stringValue());
    assertThat(manifest.path("spine").path("spineId").stringValue()).isEqualTo(spine);
    assertThat(manifest.path("rows").intValue()).isEqualTo(2);
    assertThat(manifest.path("positives").intValue()).isEqualTo(1);
    assertThat(csv(dataset.path("datasetId").stringValue()).lines().skip(1))
        .allSatisfy(line -> assertThat(line).startsWith("nobody,2026-0"));
  }

  @Test
  void refusesSpinesThatMakeNoSense() {
    store.postYaml("/v1/feature-views", Shop.VIEW.formatted(VIEW));
    store.postYaml("/v1/labels", Shop.LABEL.formatted("statistics_label"));
    HttpResponse<String> bad =
        store.upload(
            "/v1/spines", "text/csv", "customer_id,time\n,x\n".getBytes(StandardCharsets.UTF_8));
    assertThat(bad.statusCode()).isEqualTo(422);
    assertThat(store.json(bad).path("lines").get(0).path("line").intValue()).isEqualTo(2);
    String young = "customer_id,time,label\na," + now.minus(Duration.ofDays(2)) + ",0\n";
    assertProblem(Map.of("spine", Map.of("csv", young, "horizon", "30d")), 422, "immature-labels");
    assertProblem(Map.of("spine", Map.of("csv", young)), 422, "unclear-dataset");
    assertProblem(Map.of("spine", Map.of("id", "0".repeat(32))), 404, "unknown-spine");
    assertProblem(Map.of("spine", Map.of()), 422, "unclear-dataset");
    assertProblem(Map.of(), 422, "unclear-dataset");
    assertProblem(Map.of("label", "statistics_label"), 422, "invalid-cutoffs");
    assertProblem(
        Map.of("label", "statistics_label", "labels", List.of("statistics_label")),
        422,
        "unclear-dataset");
    assertThat(store.get("/v1/spines/..%2F..").statusCode()).isBetween(400, 404);
  }

  private void assertProblem(Map<String, Object> request, int status, String problem) {
    Map<String, Object> whole = new HashMap<>(request);
    whole.put("view", VIEW);
    HttpResponse<String> answer = store.post("/v1/training-datasets", whole);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("https://churnops.io/problems/" + problem);
  }

  @Test
  void tellsWhatAViewHoldsNow() {
    Shop shop = new Shop(21, 20, now);
    List<CustomerEvent> events = shop.events(300);
    store.sendEvents(events);
    store.awaitFolded();
    store.postYaml("/v1/feature-views", Shop.VIEW.formatted(VIEW));

    JsonNode some = store.json(store.get("/v1/feature-views/" + VIEW + "/statistics?sample=5"));
    JsonNode all = store.json(store.get("/v1/feature-views/" + VIEW + "/statistics?sample=5000"));

    assertThat(some.path("customers").intValue()).isEqualTo(5);
    assertThat(some.path("everybody").booleanValue()).isFalse();
    assertThat(all.path("statistics").path("rows")).isEqualTo(all.path("customers"));
    // Whether they are everybody depends on the customers of other tests.
    assertThat(all.path("customers").intValue()).isBetween(20, 5_000);
    assertThat(all.path("statistics").path("columns").get(0).has("auc")).isFalse();
    assertThat(store.get("/v1/feature-views/nothing/statistics").statusCode()).isEqualTo(404);
  }

  private String csv(String dataset) {
    return new String(
        store.bytes("/v1/training-datasets/" + dataset + "/rows", Map.of()).body(),
        StandardCharsets.UTF_8);
  }

  private static String unique() {
    return "t" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}
