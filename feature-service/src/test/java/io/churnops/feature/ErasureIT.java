package io.churnops.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.Topics;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.platform.test.TestServers;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who is erased is gone, whatever is read, replayed, rebuilt or sent again. */
@FeatureServiceTest
class ErasureIT {

  private static final long SEED = 71;

  private final Store store;
  private final Peers peers;
  private final JdbcClient jdbc;
  private final KafkaTemplate<String, byte[]> kafka;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  ErasureIT(
      @Autowired Store store,
      @Autowired Peers peers,
      @Autowired JdbcClient jdbc,
      @Autowired KafkaTemplate<String, byte[]> kafka) {
    this.store = store;
    this.peers = peers;
    this.jdbc = jdbc;
    this.kafka = kafka;
  }

  @Test
  void staysGoneWhateverIsReplayedOrRebuilt() throws Exception {
    var equality = new Equality(store, "erasures");
    Shop shop = new Shop(SEED, 4, now);
    String customer = shop.customers().get(0);
    String visitor = shop.customers().get(1);
    String parted = shop.customers().get(2);
    String other = shop.customers().get(3);
    Joins joins = new Joins();
    List<CustomerEvent> events = new ArrayList<>(shop.events(200));
    long end = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    events.add(joins.join(customer, visitor, end - 2_000, end - 2_000));
    events.add(joins.join(parted, visitor, end - 3_000, end - 3_000));
    store.sendEvents(events);
    store.awaitFolded();
    assertThat(
            store
                .post(
                    "/v1/identities:unmerge",
                    Map.of("id", parted, "otherId", visitor, "reason", "another person"))
                .statusCode())
        .isEqualTo(200);
    String dataset =
        equality
            .assertRows(
                shop.of(List.of(other)),
                events.stream().filter(event -> event.customerId().equals(other)).toList(),
                List.of(now.minus(Duration.ofDays(40))))
            .path("datasetId")
            .stringValue();

    String spine = spine(visitor, other);
    UUID rebuild = endedAt(customer);
    keepVectors(customer, visitor);
    keepVectors(customer, parted);

    peers.answer("ingestion", 500, "{}");
    HttpResponse<String> incomplete = store.get("/v1/customers/" + encoded(visitor) + ":export");
    assertThat(incomplete.statusCode()).isEqualTo(503);
    assertThat(incomplete.body()).contains("export-incomplete").contains("ingestion-service");
    peers.answer("ingestion", 200, "{\"quarantine\": [{\"itemId\": 7}]}");
    JsonNode export = store.json(store.get("/v1/customers/" + encoded(visitor) + ":export"));
    assertThat(export.at("/services/ingestion/quarantine/0/itemId").intValue()).isEqualTo(7);
    assertThat(export.at("/services/monitoring").isObject()).isTrue();
    assertThat(JsonMapper.shared().readTree(peers.questions().getLast()).path("customerIds"))
        .extracting(JsonNode::stringValue)
        .containsExactlyInAnyOrder(customer, visitor);
    assertExport(export, events, customer, visitor, dataset, spine);

    HttpResponse<String> accepted = store.delete("/v1/customers/" + encoded(visitor));
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String location = accepted.headers().firstValue("Location").orElseThrow();
    JsonNode cleared = awaitCleared(location);
    assertThat(cleared.path("ids").intValue()).isEqualTo(2);
    long ofErased =
        events.stream()
            .filter(
                event -> event.customerId().equals(customer) || event.customerId().equals(visitor))
            .count();
    // With the event by which another customer had named the visitor.
    assertThat(cleared.path("removed").path("events").longValue()).isEqualTo(ofErased + 1);
    assertThat(cleared.path("removed").path("event_keys").longValue()).isEqualTo(ofErased + 1);
    // Whoever meets a state after the ledger was written removes it, not only the erasure.
    assertThat(cleared.path("removed").path("online_states").longValue()).isBetween(0L, 2L);
    assertThat(cleared.path("removed").path("training_sets").longValue()).isPositive();
    assertThat(cleared.path("outstanding").toString()).isEqualTo("[\"ingestion\",\"monitoring\"]");
    assertThat(store.get("/v1/training-datasets/" + dataset + "/rows").statusCode()).isEqualTo(410);
    assertThat(cleared.path("removed").path("spines").longValue()).isPositive();
    assertThat(store.get("/v1/spines/" + spine).statusCode()).isEqualTo(404);
    assertThat(
            jdbc.sql("select count(*) from rebuild where id = ? and after_customer < ?")
                .params(rebuild, customer)
                .query(Long.class)
                .single())
        .isEqualTo(1);
    assertThat(cleared.path("remaining").valueStream().toList())
        .satisfiesExactly(
            topic -> {
              assertThat(topic.path("store").stringValue()).isEqualTo("kafka:customer-erasures.v1");
              assertThat(Instant.parse(topic.path("until").stringValue()))
                  .isAfter(now.plus(Duration.ofDays(14)));
            },
            models -> assertThat(models.path("store").stringValue()).isEqualTo("models"));
    assertThat(announced(cleared.path("erasureId").stringValue()))
        .containsExactlyInAnyOrder(customer, visitor);
    assertGone(customer, visitor);

    store.redeliverEverything();
    store.sendEvents(events);
    store.sendEvents(shop.of(List.of(customer, visitor)).events(20));
    // A merge would bring the erased id back under another name.
    CustomerEvent resurrection = new Joins().join(other, visitor, end - 1_000, end - 1_000);
    store.sendEvents(List.of(resurrection));
    store.awaitFolded();
    assertGone(customer, visitor);
    store.flushRedis();
    assertGone(customer, visitor);
    assertThat(store.json(store.get("/v1/customers/" + encoded(other) + "/identities")).path("ids"))
        .hasSize(1);

    // Others lost nothing but the event that named who is gone.
    List<CustomerEvent> left =
        events.stream().filter(event -> !event.type().equals("customer.identified")).toList();
    Shop others = shop.of(List.of(parted, other));
    equality.assertOnline(
        others,
        left.stream().filter(event -> others.customers().contains(event.customerId())).toList(),
        null);

    assertNotBroughtBackByFiles(visitor, other);

    answer(cleared, "ingestion", "{\"quarantine\": 0}");
    answer(cleared, "monitoring", "{\"predictions\": 3}");
    await()
        .atMost(Store.PATIENCE)
        .until(() -> status(location).path("status").stringValue().equals("COMPLETE"));
    assertThat(status(location).path("services").path(1).path("removed").path("predictions"))
        .hasToString("3");

    HttpResponse<String> again = store.delete("/v1/customers/" + encoded(customer));
    assertThat(again.headers().firstValue("Location")).hasValue(location);
    assertThat(
            store.json(store.get("/v1/erasures?limit=1")).path("items").path(0).path("erasureId"))
        .isEqualTo(cleared.path("erasureId"));
  }

  @Test
  void isNotOutrunByEventsThatArriveMeanwhile() {
    var equality = new Equality(store, "erasures");
    Shop shop = new Shop(SEED + 1, 3, now);
    Random random = new Random(SEED);
    String customer = shop.customers().getFirst();
    List<CustomerEvent> first = shop.events(100);
    store.sendEvents(first);
    String location = "";
    List<CustomerEvent> all = new ArrayList<>(first);
    for (int i = 0; i < 20; i++) {
      List<CustomerEvent> more = shop.events(20 + random.nextInt(20));
      all.addAll(more);
      store.sendEvents(more);
      if (i == 7) {
        location =
            store
                .delete("/v1/customers/" + encoded(customer))
                .headers()
                .firstValue("Location")
                .orElseThrow();
      }
      store.features("erasures", shop.customers(), null);
    }
    store.awaitFolded();
    awaitCleared(location);
    assertGone(customer);
    Shop others = shop.of(shop.customers().subList(1, 3));
    equality.assertOnline(
        others, all.stream().filter(event -> !event.customerId().equals(customer)).toList(), null);
  }

  @Test
  void reachesIdsThatCannotBePartOfAPath() {
    String customer = "DE/47;1 at 100%\\.. " + UUID.randomUUID();
    store.postYaml("/v1/feature-views", Shop.VIEW.formatted("erasures"));
    store.sendEvents(new Shop(SEED + 2, 1, now).of(List.of(customer)).events(3));
    store.awaitFolded();
    String who = JsonMapper.shared().writeValueAsString(Map.of("customerId", customer));
    JsonNode export = store.json(ask("export", who));
    assertThat(export.path("customerId").stringValue()).isEqualTo(customer);
    assertThat(export.path("events")).hasSize(3);

    HttpResponse<String> accepted = ask("erase", who);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String location = accepted.headers().firstValue("Location").orElseThrow();
    assertThat(awaitCleared(location).at("/removed/events").longValue()).isEqualTo(3);
    assertThat(store.get(location, TestServers.keyFor("privacy:erase")).statusCode())
        .isEqualTo(200);
    assertThat(ask("export", who).statusCode()).isEqualTo(410);
    assertGone(customer);
  }

  @Test
  void refusesIdsThatNobodyHas() {
    String long1025 = "x".repeat(1025);
    for (String id : List.of("", " ", long1025, "\u0000")) {
      String who = JsonMapper.shared().writeValueAsString(Map.of("customerId", id));
      assertThat(ask("export", who).statusCode()).as(id).isEqualTo(422);
      assertThat(ask("erase", who).statusCode()).as(id).isEqualTo(422);
    }
    assertThat(store.get("/v1/customers/" + long1025 + ":export").statusCode()).isEqualTo(422);
    assertThat(store.delete("/v1/customers/" + long1025).statusCode()).isEqualTo(422);
    assertThat(store.delete("/v1/customers/%20").statusCode()).isEqualTo(422);
  }

  /** Exports or erases with a key that may do nothing else. */
  private HttpResponse<String> ask(String act, String who) {
    return store.post(
        "/v1/customers:" + act, "application/json", who, TestServers.keyFor("privacy:" + act));
  }

  @Test
  void buriesAnAnswerThatIsNone() {
    kafka.send(Topics.CUSTOMER_ERASURE_ANSWERS, "x", "nonsense".getBytes(UTF_8)).join();
    kafka
        .send(
            Topics.CUSTOMER_ERASURE_ANSWERS,
            "x",
            "{\"erasureId\": \"%s\"}".formatted(UUID.randomUUID()).getBytes(UTF_8))
        .join();
    await()
        .atMost(Store.PATIENCE)
        .until(() -> Store.read(Topics.CUSTOMER_ERASURE_ANSWERS + "-dlt").size() >= 2);
    assertThat(store.get("/v1/erasures/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
  }

  private String spine(String... customers) {
    return keptSpine(customers).path("spineId").stringValue();
  }

  private JsonNode keptSpine(String... customers) {
    StringBuilder csv = new StringBuilder("customer_id,time\n");
    for (String customer : customers) {
      csv.append("\"%s\",%s%n".formatted(customer.replace("\"", "\"\""), now.minusSeconds(60)));
    }
    return store.json(store.upload("/v1/spines", "text/csv", csv.toString().getBytes(UTF_8)));
  }

  /** A sampled vector and one that was found to differ, of the events of two ids. */
  private void keepVectors(String customer, String other) {
    String members = JsonMapper.shared().writeValueAsString(List.of(customer, other));
    UUID run = UUID.randomUUID();
    jdbc.sql(
            """
            insert into served_vector (customer_id, members, view_fingerprint, evaluated_at,
              applied_offsets, vector) values (?, ?::json, 'view', now(), '{}', '[3]')\
            """)
        .params(customer, members)
        .update();
    jdbc.sql(
            """
            insert into consistency_run (run_id, requested_at, requested_by, finished_at)
            values (?, now(), 'test', now())\
            """)
        .param(run)
        .update();
    jdbc.sql(
            """
            insert into consistency_mismatch (run_id, customer_id, members, view_fingerprint,
              evaluated_at, applied_offsets, served, rebuilt)
            values (?, ?, ?::json, 'view', now(), '{}', '[3]', '[4]')\
            """)
        .params(run, customer, members)
        .update();
  }

  /** A rebuild that has ended at a customer. */
  private UUID endedAt(String customer) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into rebuild (id, kind, reason, status, after_customer, created_at, created_by)
            values (?, 'FOLD', 'REQUESTED', 'COMPLETE', ?, now(), 'test')\
            """)
        .params(id, customer)
        .update();
    return id;
  }

  /** Lists and tables that are sent again pass over who was erased. */
  private void assertNotBroughtBackByFiles(String erased, String other) {
    assertThat(keptSpine(erased, other).path("customers").intValue()).isEqualTo(1);
    assertThat(
            store
                .upload(
                    "/v1/spines",
                    "text/csv",
                    "customer_id,time\n\"%s\",%s\n"
                        .formatted(erased.replace("\"", "\"\""), now.minusSeconds(60))
                        .getBytes(UTF_8))
                .statusCode())
        .isEqualTo(410);
    String table =
        "who,visits,churned\n\"%s\",1,yes\n\"%s\",2,no\n"
            .formatted(erased.replace("\"", "\"\""), other.replace("\"", "\"\""));
    JsonNode taken =
        store.json(
            store.upload(
                "/v1/tables?label=churned&id=who&name=erasures",
                "text/csv",
                table.getBytes(UTF_8)));
    String dataset = "/v1/training-datasets/" + taken.path("datasetId").stringValue();
    JsonNode built =
        await()
            .atMost(Store.PATIENCE)
            .until(
                () -> store.json(store.get(dataset)),
                found -> !found.path("status").stringValue().equals("RUNNING"));
    assertThat(built.path("manifest").path("rows").intValue()).as("%s", built).isEqualTo(1);
  }

  private void assertExport(
      JsonNode export,
      List<CustomerEvent> events,
      String customer,
      String visitor,
      String dataset,
      String spine) {
    assertThat(export.path("canonicalId").stringValue()).isEqualTo(customer);
    assertThat(export.path("ids")).hasSize(2);
    assertThat(export.path("identityChanges")).hasSize(3);
    List<String> exported = new ArrayList<>();
    export.path("events").forEach(event -> exported.add(event.path("id").stringValue()));
    assertThat(exported)
        .containsExactlyInAnyOrderElementsOf(
            events.stream()
                .filter(event ->
                    event.customerId().equals(customer) || event.customerId().equals(visitor))
                .map(CustomerEvent::id)
                .toList());
    assertThat(export.path("features").path(0).path("values").isEmpty()).isFalse();
    List<String> datasets = new ArrayList<>();
    export
        .path("trainingSets")
        .forEach(found -> {
          datasets.add(found.path("datasetId").stringValue());
          assertThat(found.path("rows")).isNotEmpty();
        });
    assertThat(datasets).contains(dataset);
    assertThat(export.at("/spines/0/spineId").stringValue()).isEqualTo(spine);
    assertThat(export.at("/spines/0/rows")).hasSize(1);
    assertThat(export.at("/spines/0/rows/0").stringValue()).contains(visitor.replace("\"", "\"\""));
    assertThat(export.path("servedVectors")).hasSize(2);
    assertThat(export.at("/servedVectors/0/served/0").doubleValue()).isEqualTo(3);
    assertThat(export.at("/servedVectors/0/rebuilt").isNull()).isTrue();
    assertThat(export.at("/servedVectors/1/rebuilt/0").doubleValue()).isEqualTo(4);
  }

  private void assertGone(String... ids) {
    store
        .features("erasures", List.of(ids), null)
        .customers()
        .forEach(
            (_, answer) -> assertThat(answer.path("status").stringValue()).isEqualTo("ERASED"));
    for (String id : ids) {
      for (String table :
          List.of(
              "customer_event where customer_id",
              "identity_member where member_id",
              "identity_change where other_id",
              "identity_change where known_id",
              "identity_edge where other_id")) {
        assertThat(
                jdbc.sql("select count(*) from " + table + " = ?")
                    .param(id)
                    .query(Long.class)
                    .single())
            .as(table)
            .isZero();
      }
      assertThat(
              jdbc.sql("select count(*) from customer_event where position(? in data::text) > 0")
                  .param(JsonMapper.shared().writeValueAsString(id))
                  .query(Long.class)
                  .single())
          .isZero();
      assertThat(store.dumpRedis().keySet()).noneMatch(key -> key.contains("{" + id + "}"));
    }
  }

  private void answer(JsonNode erasure, String service, String removed) {
    kafka
        .send(
            Topics.CUSTOMER_ERASURE_ANSWERS,
            "x",
            """
            {"erasureId": "%s", "service": "%s", "removed": %s,
             "answeredAt": "2026-11-21T10:00:00Z"}
            """
                .formatted(erasure.path("erasureId").stringValue(), service, removed)
                .getBytes(UTF_8))
        .join();
  }

  private JsonNode awaitCleared(String location) {
    return await()
        .atMost(Store.PATIENCE)
        .until(() -> status(location), status -> status.path("removed").isObject());
  }

  private JsonNode status(String location) {
    return store.json(store.get(location));
  }

  private static List<String> announced(String erasure) {
    List<String> ids = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : Store.read(Topics.CUSTOMER_ERASURES)) {
      if (erasure.equals(record.key())) {
        JsonMapper.shared()
            .readTree(record.value())
            .path("customerIds")
            .forEach(id -> ids.add(id.stringValue()));
      }
    }
    return ids;
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
