package io.churnops.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.acceptance.Doors.Answer;
import io.churnops.contract.Topics;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;

/**
 * A customer leaves traces all over a suite, where the acceptance view is defined, and is erased:
 * what is found afterwards is what the report says, and nothing brings the customer back.
 */
final class ErasedCustomer {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String CUSTOMER = "erased-" + UUID.randomUUID();
  private static final String VISITOR = "visitor-" + UUID.randomUUID();
  private static final String OTHER = "other-" + UUID.randomUUID();

  private static final String MAPPING =
      """
      import: history
      source: /history
      columns:
        who: {as: text}
        n: {as: integer}
        at: {as: time, format: iso}
      rows:
        - count: all
          emit: [session]
      events:
        session: {type: session.started, customer: who, time: at, id: [who, n], data: {}}
      """;

  /** Places in the export by the tables whose content is there. */
  private static final Map<String, String> TOLD =
      Map.ofEntries(
          Map.entry("features.customer_event", "/events"),
          Map.entry("features.identity_member", "/ids"),
          Map.entry("features.sampled_customer", "/ids"),
          Map.entry("features.identity_change", "/identityChanges"),
          Map.entry("features.identity_edge", "/identityChanges"),
          Map.entry("features.served_vector", "/servedVectors"),
          Map.entry("features.consistency_mismatch", "/servedVectors"),
          Map.entry("ingestion.quarantine_item", "/services/ingestion/quarantine"),
          Map.entry("ingestion.change_letter", "/services/ingestion/changeRecords"),
          Map.entry("ingestion.import_rejection", "/services/ingestion/rejectedRows"),
          Map.entry("monitoring.prediction", "/services/monitoring/predictions"));

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final LocalSuite suite;
  private final Doors doors;
  private final Traces traces;

  ErasedCustomer(LocalSuite suite) {
    this.suite = suite;
    this.doors = new Doors(suite);
    this.traces = new Traces(suite);
  }

  void leavesNothingButWhatTheReportSays() throws Exception {
    leaveTraces();
    assertThat(traces.tables(CUSTOMER))
        .as("the search finds what there is")
        .anyMatch(table -> table.startsWith("features.customer_event"))
        .contains(
            "features.identity_member",
            "features.served_vector",
            "ingestion.quarantine_item",
            "ingestion.import_rejection",
            "monitoring.prediction");
    assertThat(traces.redisKeys(CUSTOMER)).isNotEmpty();
    assertThat(traces.files(CUSTOMER))
        .anyMatch(file -> file.contains("spines"))
        .anyMatch(file -> file.contains("rows.csv.gz"));
    assertThat(traces.topics(CUSTOMER))
        .contains(
            Topics.CUSTOMER_EVENTS, Topics.CUSTOMER_EVENTS_DEAD_LETTER, Topics.PREDICTION_LOG);

    JsonNode export = doors.get("feature", "/v1/customers/" + VISITOR + ":export").body();
    assertThat(export.at("/services/ingestion/rejectedRows")).as("%s", export).isNotEmpty();
    assertThat(export.at("/services/ingestion/quarantine")).isNotEmpty();
    assertThat(export.at("/services/monitoring/predictions")).hasSize(1);
    assertThat(export.toString()).doesNotContain(OTHER);
    assertThat(traces.tables(CUSTOMER)).allSatisfy(table -> assertTold(table, export));
    assertThat(traces.files(CUSTOMER))
        .allSatisfy(file ->
            assertThat(export.at(file.contains("spines") ? "/spines" : "/trainingSets"))
                .as(file)
                .isNotEmpty());

    Answer begun = doors.delete("feature", "/v1/customers/" + VISITOR);
    assertThat(begun.status()).isEqualTo(202);
    JsonNode report = completed(begun.headers().firstValue("location").orElseThrow());
    assertThat(report.path("removed").path("training_sets").intValue()).isPositive();
    assertThat(removed(report, "ingestion", "quarantine")).isPositive();
    assertThat(removed(report, "ingestion", "rejected_rows")).isPositive();
    assertThat(removed(report, "monitoring", "predictions")).isPositive();
    assertOnlyWhatRemains(report);

    sendEvents();
    sendPrediction(CUSTOMER);
    importHistory();
    sendMark();
    assertOnlyWhatRemains(report);
    assertThat(traces.tables(OTHER)).as("others stay").contains("features.identity_member");
    assertThat(
            doors.delete("feature", "/v1/customers/" + CUSTOMER).headers().firstValue("location"))
        .isEqualTo(begun.headers().firstValue("location"));
  }

  /** Whatever table holds the customer, the export tells of what is in it. */
  private static void assertTold(String table, JsonNode export) {
    String place = TOLD.get(table.replaceFirst("_y[0-9]{4}m[0-9]{2}$", ""));
    assertThat(place).as("place in the export of what is in " + table).isNotNull();
    assertThat(export.at(place)).as(table).isNotEmpty();
  }

  private void assertOnlyWhatRemains(JsonNode report) {
    Set<String> topics =
        remaining(report)
            .filter(store -> store.path("store").stringValue().startsWith("kafka:"))
            .peek(store ->
                assertThat(Instant.parse(store.path("until").stringValue()))
                    .as("%s", store)
                    .isBetween(now, now.plus(Duration.ofDays(33))))
            .map(store -> store.path("store").stringValue().substring("kafka:".length()))
            .collect(Collectors.toSet());
    for (String id : List.of(CUSTOMER, VISITOR)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(traces.tables(id)).as("tables").isEmpty());
      assertThat(traces.redisKeys(id)).as("keys of Redis").isEmpty();
      assertThat(traces.files(id)).as("files").isEmpty();
      assertThat(topics).containsAll(traces.topics(id));
    }
  }

  private static Stream<JsonNode> remaining(JsonNode report) {
    return Stream.concat(
        report.path("remaining").valueStream(),
        report
            .path("services")
            .valueStream()
            .flatMap(service -> service.path("remaining").valueStream()));
  }

  private static int removed(JsonNode report, String service, String store) {
    return report
        .path("services")
        .valueStream()
        .filter(answer -> answer.path("service").stringValue().equals(service))
        .map(answer -> answer.path("removed").path(store).intValue())
        .findFirst()
        .orElseThrow();
  }

  private JsonNode completed(String location) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> doors.get("feature", location).body(),
            report -> report.path("status").stringValue().equals("COMPLETE"));
  }

  private void leaveTraces() throws Exception {
    sendEvents();
    importHistory();
    sendPrediction(CUSTOMER);
    sendPrediction(OTHER);
    Answer spine =
        doors.post(
            "feature",
            "/v1/spines",
            "text/csv",
            ("customer_id,time\n%1$s,%3$s\n%2$s,%3$s\n"
                    .formatted(CUSTOMER, OTHER, now.minus(Duration.ofDays(1))))
                .getBytes(UTF_8));
    assertThat(spine.status()).as(spine.text()).isEqualTo(201);
    await().atMost(PATIENCE).until(() -> traces.tables(CUSTOMER).contains("monitoring.prediction"));
    await()
        .atMost(PATIENCE)
        .until(() -> traces.tables(CUSTOMER).contains("ingestion.quarantine_item"));
    await().atMost(PATIENCE).until(() -> !traces.redisKeys(CUSTOMER).isEmpty());
    await()
        .atMost(PATIENCE)
        .until(() -> {
          read();
          return traces.tables(CUSTOMER).contains("features.served_vector");
        });
    Answer dataset =
        doors.post(
            "feature",
            "/v1/training-datasets",
            Map.of(
                "view",
                "acceptance_behaviour",
                "spine",
                Map.of("id", spine.body().path("spineId").stringValue())));
    assertThat(dataset.status()).as(dataset.text()).isEqualTo(202);
    String location = "/v1/training-datasets/" + dataset.body().path("datasetId").stringValue();
    JsonNode built =
        await()
            .atMost(PATIENCE)
            .until(
                () -> doors.get("feature", location).body(),
                answer -> !answer.path("status").stringValue().equals("RUNNING"));
    assertThat(built.path("status").stringValue()).as("%s", built).isEqualTo("COMPLETE");
  }

  /** Reads so often that one of the vectors is sampled. */
  private void read() {
    for (int i = 0; i < 100; i++) {
      Answer read =
          doors.post(
              "feature",
              "/v1/features:get",
              Map.of("view", "acceptance_behaviour", "customers", List.of(VISITOR)));
      assertThat(read.status()).as(read.text()).isEqualTo(200);
    }
  }

  /** Orders of everybody, a join, an event from the future and one that cannot be read. */
  private void sendEvents() {
    String time = now.minus(Duration.ofDays(2)).toString();
    String order = "{\"orderId\":\"o\",\"amountMinor\":100,\"currency\":\"EUR\"}";
    String lines =
        Stream.of(
                event("1", "order.placed", CUSTOMER, time, order),
                event("2", "order.placed", VISITOR, time, order),
                event("3", "order.placed", OTHER, time, order),
                event(
                    "4",
                    "customer.identified",
                    CUSTOMER,
                    time,
                    "{\"anonymousId\":\"" + VISITOR + "\"}"),
                event(
                    "6",
                    "customer.identified",
                    OTHER,
                    time,
                    "{\"anonymousId\":\"anonymous-" + OTHER + "\"}"),
                event("5", "order.placed", CUSTOMER, now.plusSeconds(3600).toString(), order),
                "{\"subject\":\"" + CUSTOMER + "\",")
            .collect(Collectors.joining("\n"));
    Answer sent =
        doors.post("ingestion", "/v1/events", "application/x-ndjson", lines.getBytes(UTF_8));
    assertThat(sent.status()).as(sent.text()).isEqualTo(202);
  }

  /** An event of somebody else, and everything that was sent before it is taken. */
  private void sendMark() {
    String mark = "mark-" + UUID.randomUUID();
    for (int i = 0; i < 50; i++) { // in every partition
      String customer = mark + "-" + i;
      doors.post(
          "ingestion",
          "/v1/events",
          "application/x-ndjson",
          (event(customer, "session.started", customer, now.toString(), "{}")
                  + "\n"
                  + event(
                      customer + "f", "session.started", customer, "2999-01-01T00:00:00Z", "{}"))
              .getBytes(UTF_8));
    }
    for (int i = 0; i < 50; i++) {
      String customer = mark + "-" + i;
      await()
          .atMost(PATIENCE)
          .until(() ->
              doors.eventsOf(customer) == 1
                  && !doors
                      .get("ingestion", "/v1/quarantine?subject=" + customer)
                      .body()
                      .path("items")
                      .isEmpty());
    }
    String prediction = sendPrediction(mark);
    await()
        .atMost(PATIENCE)
        .until(() ->
            doors.getAs("admin", "monitoring", "/v1/predictions/" + prediction).status() == 200);
  }

  private String sendPrediction(String customer) {
    String id = UUID.randomUUID().toString();
    String logged =
        """
        {"predictionId": "%s", "customerId": "%s", "modelName": "nobodys", "modelVersion": 1,
         "variant": "champion", "evaluatedAt": "%s", "featuresAsOf": "%s",
         "churnProbability": 0.5, "riskBand": "LOW", "decision": "STAY", "threshold": 0.6,
         "inputs": {"orders_30d": 1.0}, "degraded": [], "latencyMicros": 10}
        """
            .formatted(id, customer, now, now);
    Map<String, Object> settings = Map.of("bootstrap.servers", "localhost:" + suite.port(25092));
    try (var kafka =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      // One partition, so that what is sent last is read last.
      var _ =
          kafka.send(
              new ProducerRecord<>(Topics.PREDICTION_LOG, 0, customer, logged.getBytes(UTF_8)));
    }
    return id;
  }

  /** Of the customer, one row is taken and one is rejected. */
  private void importHistory() throws Exception {
    String file =
        """
        who,n,at
        %1$s,1,2026-01-01T00:00:00Z
        %1$s,none,2026-01-01T00:00:00Z
        %2$s,1,2026-01-01T00:00:00Z
        """
            .formatted(CUSTOMER, OTHER);
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (Map.Entry<String, String> part :
        List.of(Map.entry("mapping", MAPPING), Map.entry("file", file))) {
      form.write(
          "--boundary\r\nContent-Disposition: form-data; name=\"%1$s\"; filename=\"%1$s\"\r\n\r\n%2$s\r\n"
              .formatted(part.getKey(), part.getValue())
              .getBytes(UTF_8));
    }
    form.write("--boundary--\r\n".getBytes(UTF_8));
    Answer queued =
        doors.post(
            "ingestion",
            "/v1/imports",
            "multipart/form-data; boundary=boundary",
            form.toByteArray());
    assertThat(queued.status()).as(queued.text()).isEqualTo(202);
    String location = queued.headers().firstValue("location").orElseThrow();
    JsonNode report =
        await()
            .atMost(PATIENCE)
            .until(
                () -> doors.get("ingestion", location).body(),
                answer -> answer.has("finishedAt") && !answer.path("finishedAt").isNull());
    assertThat(report.path("status").stringValue()).as("%s", report).isEqualTo("COMPLETE");
  }

  private static String event(String id, String type, String customer, String time, String data) {
    return """
    {"specversion":"1.0","id":"%s","source":"/erasure","type":"%s","subject":"%s","time":"%s","data":%s}\
    """
        .formatted(id, type, customer, time, data);
  }
}
