package io.churnops.ingestion.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.platform.test.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** Records that could not become events: listed, mapped again, discarded, erased. */
@IngestionIntegrationTest
class ChangeLettersIT {

  private static final String ISO = "\"2026-01-01T00:00:00Z\"";
  private static final String MICROS = "1767225600000000";
  private static final String DEAD_LETTERS = "change-records.v1-dlt";

  private final String customer = "C-" + UUID.randomUUID();
  private final String name = "shop-" + UUID.randomUUID();
  private final String topic = "cdc." + name;
  private final String letters = "/v1/change-mappings/" + name + "/dead-letters";

  @LocalServerPort int port;
  @Autowired KafkaTemplate<String, byte[]> kafka;
  @Autowired JdbcClient jdbc;
  @Autowired ChangeLetterStore store;
  @Autowired InstantSource clock;

  private IngestionClient client;

  @BeforeEach
  void follow() throws Exception {
    client = IngestionClient.at(port);
    try (Admin admin =
        Admin.create(
            Map.<String, Object>of("bootstrap.servers", TestServers.shared().kafkaBootstrap()))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    register(OrderMapping.of(name, topic));
  }

  @Test
  void mapsAgainWhatAMappingCouldNotOnceItIsCorrected() throws Exception {
    send(placed(8, MICROS), cancelled(4711, MICROS), "{", placed(8, MICROS), cancelled(4800, ISO));
    List<JsonNode> held = listed(4);
    assertThat(held.getLast().toString())
        .contains("\"table\":\"shop.orders\"", "\"partition\":0,\"offset\":0", topic)
        .contains("\"code\":\"not_a_time:placed_at\"", "\\\"customer\\\":\\\"" + customer);
    JsonNode page = client.get(letters + "?limit=3").json();
    assertThat(page.get("items")).hasSize(3);
    JsonNode last =
        client.get(letters + "?limit=3&cursor=" + page.get("nextCursor").stringValue()).json();
    assertThat(last.get("items")).hasSize(1);
    assertThat(last.get("nextCursor").isNull()).isTrue();
    await().until(() -> ids().size() == 1);

    assertThat(counts(replay("{\"all\": true}"))).as("not corrected yet").containsExactly(0, 0, 4);
    assertThat(ids()).hasSize(1);
    register(OrderMapping.of(name, topic).replace("format: iso", "format: epoch_micros"));
    JsonNode report = replay("{\"all\": true, \"limit\": 2}");
    String cursor = report.get("nextCursor").stringValue();
    JsonNode rest = replay("{\"all\": true, \"reason\": \"why\", \"cursor\": \"" + cursor + "\"}");
    assertThat(counts(report, rest)).containsExactly(3, 0, 1);
    assertThat(counts(replay("{\"all\": true}"))).as("once").containsExactly(0, 0, 1);

    assertThat(ids().stream().filter(id -> id.startsWith("cancelled")).toList())
        .as("the older change, though it came to the log later, has the lower id")
        .hasSize(2)
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(events())
        .filteredOn(event -> TopicReader.header(event, CloudEventHeaders.ID).equals("placed:8"))
        .isNotEmpty()
        .allSatisfy(event ->
            assertThat(TopicReader.header(event, CloudEventHeaders.KNOWN_TIME))
                .as("known when it was committed")
                .isEqualTo("2026-01-01T20:40:00Z"));
    assertThat(listed(1).getFirst().get("code").stringValue()).isEqualTo("malformed_json");
    String settled = letters + "/" + held.getFirst().get("itemId").stringValue();
    JsonNode replayed = client.get(settled).json();
    assertThat(replayed.has("text")).isFalse();
    assertThat(replayed.get("history").toString())
        .contains("\"action\":\"REPLAYED\"", "mapping version 2, events: 1");
    assertThat(post(settled + ":replay", "{}").problem()).isEqualTo("already-settled");
  }

  @Test
  void discardsWhatIsNotWantedAndKeepsWhatIsInvalidAsAnEvent() throws Exception {
    String tooOld = "915148800000000";
    send(placed(8, tooOld), "{", placed(9, tooOld));
    List<JsonNode> held = listed(3);
    register(OrderMapping.of(name, topic).replace("format: iso", "format: epoch_micros"));
    String item = letters + "/" + held.getLast().get("itemId").stringValue();
    JsonNode verdict = post(item + ":replay", "{}").json();
    assertThat(verdict.get("verdict").stringValue()).isEqualTo("INVALID");
    assertThat(verdict.get("code").stringValue()).isEqualTo("time_too_old");
    assertThat(client.get(item).json().get("code").stringValue()).isEqualTo("time_too_old");

    assertThat(post(item + ":discard", "{}").problem()).isEqualTo("invalid-request");
    JsonNode discarded = post(item + ":discard", "{\"reason\": \"a test\"}").json();
    assertThat(discarded.get("status").stringValue()).isEqualTo("DISCARDED");
    assertThat(discarded.has("text")).isFalse();
    assertThat(discarded.get("history").toString()).contains("\"reason\":\"a test\"");
    assertThat(post(item + ":discard", "{\"reason\": \"again\"}").problem())
        .isEqualTo("already-settled");
    assertThat(post(letters + ":discard", "{\"reason\": \"all?\"}").problem())
        .isEqualTo("invalid-request");
    assertThat(
            post(letters + ":discard", "{\"code\": \"malformed_json\", \"reason\": \"no JSON\"}")
                .json()
                .get("discarded")
                .intValue())
        .isEqualTo(1);
    assertThat(listed(1)).singleElement().isEqualTo(held.getFirst());
    assertThat(events()).isEmpty();
  }

  @Test
  void refusesWhatItCannotAnswer() throws Exception {
    String unknown = letters + "/" + UUID.randomUUID();
    assertThat(client.get(unknown).problem()).isEqualTo("unknown-dead-letter");
    assertThat(post(unknown + ":replay", "{}").problem()).isEqualTo("unknown-dead-letter");
    assertThat(post(letters + ":replay", "{}").problem()).isEqualTo("invalid-request");
    assertThat(client.get(letters + "?code=%00").problem()).isEqualTo("invalid-request");
    assertThat(client.get(letters + "?cursor=x").status()).isEqualTo(400);
    String nobodys = letters.replace("shop-", "no-shop-");
    assertThat(client.get(nobodys).problem()).isEqualTo("unknown-change-mapping");
    assertThat(post(nobodys + ":replay", "{\"all\": true}").problem())
        .isEqualTo("unknown-change-mapping");
    assertThat(client.withScope("events:write").get(letters).status()).isEqualTo(403);
    assertThat(
            client
                .withScope("events:read")
                .post(
                    letters + ":replay",
                    "application/json",
                    BodyPublishers.ofString("{\"all\": true}"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void keepsEachOnceAndNothingOfTheErased() throws Exception {
    send(placed(8, MICROS));
    listed(1);
    ConsumerRecord<String, byte[]> letter =
        TopicReader.recordsOf(DEAD_LETTERS, customer).getFirst();
    sendAgain(letter, "0");
    sendAgain(letter, "1");
    listed(2);
    String asked = "{\"customerIds\": [\"" + customer + "\", \"unheard of\"]}";
    assertThat(post("/v1/customers:export", asked).json().get("changeRecords"))
        .hasSize(2)
        .allSatisfy(record -> assertThat(record.get("text").stringValue()).contains(customer));

    String erasure = UUID.randomUUID().toString();
    String message =
        asked
            .replace("{", "{\"erasureId\": \"" + erasure + "\", ")
            .replace("}", ", \"requestedAt\": \"2026-11-21T10:00:00Z\"}");
    kafka.send(Topics.CUSTOMER_ERASURES, erasure, message.getBytes(UTF_8)).get();
    listed(0);
    sendAgain(letter, "2");
    kafka.send(copy(letter, "3", letter.key() + "-other", new byte[] {'{'})).get();
    assertThat(listed(1).getFirst().get("offset").longValue())
        .as("what names the erased is not kept again")
        .isEqualTo(3);
  }

  private void sendAgain(ConsumerRecord<String, byte[]> letter, String offset) throws Exception {
    kafka.send(copy(letter, offset, letter.key(), letter.value())).get();
  }

  private static ProducerRecord<String, byte[]> copy(
      ConsumerRecord<String, byte[]> letter, String offset, String key, byte[] value) {
    var copy = new ProducerRecord<>(DEAD_LETTERS, letter.partition(), key, value);
    letter.headers().forEach(copy.headers()::add);
    copy.headers().add(CloudEventHeaders.DEAD_LETTER_OFFSET, offset.getBytes(UTF_8));
    return copy;
  }

  @Test
  void tellsHowFullTheRoomIsByNumberAndBySize() throws Exception {
    send(placed(8, MICROS), "{");
    listed(2);
    await()
        .untilAsserted(() -> {
          int kept = (int) store.countOpen().records();
          assertThat(filled(kept * 4, DataSize.ofTerabytes(1))).isEqualTo(0.25);
        });
    await()
        .untilAsserted(() -> {
          DataSize twice = DataSize.ofBytes(store.countOpen().bytes() * 2);
          assertThat(filled(Integer.MAX_VALUE, twice)).isEqualTo(0.5);
        });
  }

  private double filled(int maxOpen, DataSize maxOpenSize) {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    Duration month = Duration.ofDays(30);
    new ChangeLetterUpkeep(
            store, new ChangeProperties.Letters(maxOpen, maxOpenSize, month, month), clock, metrics)
        .tidy();
    return metrics.get("churnops.changes.letters.filled.ratio").gauge().value();
  }

  @Test
  void decidesOnceWhenAskedManyTimesAtOnce() throws Exception {
    send(placed(8, MICROS));
    String item = letters + "/" + listed(1).getFirst().get("itemId").stringValue();
    register(OrderMapping.of(name, topic).replace("format: iso", "format: epoch_micros"));
    claimUntil("now() + interval '1 hour'");
    assertThat(post(item + ":replay", "{}").problem()).isEqualTo("under-way");
    assertThat(replay("{\"all\":true}").get("underWay").intValue()).isOne();
    JsonNode discarded = post(letters + ":discard", "{\"all\":true,\"reason\":\"x\"}").json();
    assertThat(discarded.get("discarded").intValue()).isZero();
    assertThat(discarded.get("underWay").intValue()).isOne();
    claimUntil("now() - interval '1 second'");

    List<Callable<Answer>> calls = Collections.nCopies(8, () -> post(item + ":replay", "{}"));
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : threads.invokeAll(calls)) {
        statuses.add(answer.get().status());
      }
    }
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    assertThat(ids()).containsExactly("placed:8");
  }

  /** As one who decides and is gone would leave it. */
  private void claimUntil(String time) {
    jdbc.sql(
            "update change_letter set claimed_by = gen_random_uuid(), claimed_until = "
                + time
                + " where mapping = ?")
        .param(name)
        .update();
  }

  private void register(String mapping) throws Exception {
    Answer answer = client.put("/v1/change-mappings/" + name, "application/yaml", mapping);
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
  }

  private void send(String... values) throws Exception {
    for (String value : values) {
      kafka.send(topic, 0, customer, value.getBytes(UTF_8)).get();
    }
  }

  private String placed(int id, String at) {
    return envelope("c", 4700, "null", row(id, at, "paid"));
  }

  private String cancelled(int lsn, String at) {
    return envelope("u", lsn, row(9, at, "paid"), row(9, at, "cancelled"));
  }

  private String row(int id, String at, String status) {
    return "{\"id\":%d,\"customer\":\"%s\",\"placed_at\":%s,\"total\":1,\"status\":\"%s\"}"
        .formatted(id, customer, at, status);
  }

  private static String envelope(String op, int lsn, String before, String after) {
    return """
    {"op":"%s","ts_ms":1767300000000,"before":%s,"after":%s,"source":{"connector":"postgresql",\
    "schema":"shop","table":"orders","lsn":%d,"txId":1,"ts_ms":1767300000000}}\
    """
        .formatted(op, before, after, lsn);
  }

  private List<JsonNode> listed(int count) {
    return await()
        .until(
            () -> client.get(letters).json().get("items").valueStream().toList(),
            items -> items.size() == count);
  }

  private JsonNode replay(String body) throws Exception {
    return post(letters + ":replay", body).json();
  }

  private Answer post(String path, String body) throws Exception {
    return client.post(path, "application/json", BodyPublishers.ofString(body));
  }

  /** How many were mapped, came to nothing and are still invalid. */
  private static List<Integer> counts(JsonNode... reports) {
    return Stream.of("mapped", "nothing", "stillInvalid")
        .map(count -> Stream.of(reports).mapToInt(report -> report.get(count).intValue()).sum())
        .toList();
  }

  private List<ConsumerRecord<String, byte[]>> events() {
    return TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer);
  }

  private List<String> ids() {
    return events().stream().map(event -> TopicReader.header(event, CloudEventHeaders.ID)).toList();
  }
}
