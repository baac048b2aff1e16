package io.churnops.ingestion.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.platform.test.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;

/** What becomes of the changes of a real database, captured by Debezium itself. */
@IngestionIntegrationTest
class ChangesIT {

  private static final String OFFSET = "churnops-dlt-offset";
  private static final String DEAD_LETTERS = "change-records.v1-dlt";

  private final String customer = UUID.randomUUID().toString();
  private final String name = "shop-" + UUID.randomUUID();
  private final String topic = "cdc." + name;

  @LocalServerPort int port;
  @Autowired KafkaTemplate<String, byte[]> kafka;
  @Autowired ChangeConsumers consumers;
  @Autowired ChangeLag lag;
  @Autowired MeterRegistry metrics;
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void mapsWhatDebeziumCaptures(boolean withSchema) throws Exception {
    String database = TestServers.shared().newDatabase();
    try (Connection shop = DriverManager.getConnection(database, "postgres", "test")) {
      makeShop(shop, withSchema ? "numeric(10,2)" : "double precision");
      execute(
          shop, "insert into shop.orders values (1, '%s', '2026-01-01 10:00+01', 19.99, 'paid')");
      createTopic();
      register();
      try (Capture _ = new Capture(database, topic, folder, withSchema)) {
        awaitEvents(1);
        execute(
            shop,
            "insert into shop.orders values (2, '%1$s', '2026-01-02 10:00+01', 5, 'paid'),"
                + " (3, '%1$s', '2026-01-03 10:00+01', 0.5, 'paid')");
        execute(shop, "update shop.orders set status = 'cancelled' where id = 2");
        execute(shop, "update shop.orders set total = 6 where id = 2");
        execute(shop, "delete from shop.orders where id = 3");
        awaitEvents(5);
      }
      // A second capture goes on where the first was; what it repeats has the ids it had.
      execute(shop, "insert into shop.orders values (4, '%s', '2026-01-04 10:00+01', 1, 'paid')");
      try (Capture _ = new Capture(database, topic, folder, withSchema)) {
        await().until(() -> ids().contains("placed:4"));
      }
      dropSlots(shop);
    }

    List<ConsumerRecord<String, byte[]>> events = events();
    assertThat(events.stream().map(ChangesIT::summary).distinct())
        .containsExactly(
            "order.placed {\"orderId\":\"1\",\"amountMinor\":1999,\"currency\":\"EUR\"}",
            "order.placed {\"orderId\":\"2\",\"amountMinor\":500,\"currency\":\"EUR\"}",
            "order.placed {\"orderId\":\"3\",\"amountMinor\":50,\"currency\":\"EUR\"}",
            "order.cancelled {\"orderId\":\"2\"}",
            "order.cancelled {\"orderId\":\"3\"}",
            "order.placed {\"orderId\":\"4\",\"amountMinor\":100,\"currency\":\"EUR\"}");
    ConsumerRecord<String, byte[]> snapshot = events.getFirst();
    assertThat(TopicReader.header(snapshot, CloudEventHeaders.TIME))
        .isEqualTo("2026-01-01T09:00:00Z");
    assertThat(TopicReader.header(snapshot, CloudEventHeaders.KNOWN_TIME))
        .as("what was there before the capture counts as known when it happened")
        .isEqualTo("2026-01-01T09:00:00Z");
    List<String> cancellations = ids().stream().filter(id -> id.startsWith("cancelled")).toList();
    assertThat(cancellations).as("ids sort as the source's log runs").isSorted();
    ConsumerRecord<String, byte[]> deletion = events.get(4);
    assertThat(TopicReader.header(deletion, CloudEventHeaders.KNOWN_TIME))
        .isEqualTo(TopicReader.header(deletion, CloudEventHeaders.TIME))
        .isGreaterThan("2026-01-04");
  }

  @Test
  void givesTheSameIdsHoweverOftenARecordComesAndBuriesWhatIsBad() throws Exception {
    createTopic();
    register();
    String good =
        envelope(
            "{\"id\":7,\"customer\":\"%s\",\"placed_at\":\"2026-01-01T00:00:00Z\",\"total\":1}");
    String noTime = envelope("{\"id\":8,\"customer\":\"%s\",\"placed_at\":\"noon\"}");
    send("{", good, noTime, "{\"id\": 9}", good, good.replace("orders", "other"), null, good);

    await().until(() -> TopicReader.recordsOf(DEAD_LETTERS, customer).size() == 3);
    assertThat(TopicReader.recordsOf(DEAD_LETTERS, customer))
        .extracting(letter -> TopicReader.header(letter, CloudEventHeaders.DEAD_LETTER_CODE))
        .containsExactly("malformed_json", "not_a_time:placed_at", "not_an_envelope");
    assertThat(TopicReader.recordsOf(DEAD_LETTERS, customer))
        .extracting(letter -> TopicReader.header(letter, OFFSET))
        .containsExactly("0", "2", "3");
    assertThat(ids()).containsOnly("placed:7");
  }

  @Test
  void tellsHowFarAMappingIsAndWhatWentWrong() throws Exception {
    createTopic();
    assertThat(status().problem()).isEqualTo("unknown-change-mapping");
    register();
    String good =
        envelope(
            "{\"id\":7,\"customer\":\"%s\",\"placed_at\":\"2026-01-01T00:00:00Z\",\"total\":1}");
    send(good, "{");
    await().until(() -> lookAgain().has("lastError"));

    JsonNode done = lookAgain();
    assertThat(done.get("lagRecords").longValue()).isZero();
    assertThat(done.get("lagSeconds").doubleValue()).isZero();
    assertThat(done.get("partitions").get(0).get("position").longValue()).isEqualTo(2);
    assertThat(done.get("lastChangeAt").stringValue()).isEqualTo("2026-01-01T20:40:00Z");
    assertThat(done.get("lastPosition").stringValue()).isEqualTo("4711");
    assertThat(done.get("lastError").get("code").stringValue()).isEqualTo("malformed_json");
    assertThat(done.get("lastError").get("offset").longValue()).isEqualTo(1);
    consumers.stop();
    try {
      send(good, good, good);
      JsonNode waiting = lookAgain();
      assertThat(waiting.get("lagRecords").longValue()).isEqualTo(3);
      assertThat(waiting.get("partitions").get(0).get("oldestWaiting").stringValue())
          .as("the first of those that wait, whenever it is looked for")
          .isEqualTo(lookAgain().get("partitions").get(0).get("oldestWaiting").stringValue());
      assertThat(metrics.get("churnops.changes.lag.records").tag("mapping", name).gauge().value())
          .isEqualTo(3);
      assertThat(metrics.get("churnops.changes.lag.seconds").tag("mapping", name).gauge().value())
          .isPositive();
    } finally {
      consumers.start();
    }
    await().until(() -> lookAgain().get("lagRecords").longValue() == 0);
  }

  private JsonNode lookAgain() throws Exception {
    lag.look();
    return status().json();
  }

  private Answer status() throws Exception {
    return IngestionClient.at(port).get("/v1/change-mappings/" + name + "/status");
  }

  @Test
  void tellsWhatIsWrongWithAMapping() throws Exception {
    IngestionClient client = IngestionClient.at(port);
    assertThat(
            put(
                name,
                OrderMapping.of(name, topic).replace("customer: customer", "customer: client")))
        .satisfies(answer -> {
          assertThat(answer.status()).isEqualTo(422);
          assertThat(answer.problem()).isEqualTo("invalid-mapping");
          assertThat(answer.json().get("detail").stringValue())
              .startsWith("tables.shop.orders: No column is called client");
        });
    assertThat(put(name, OrderMapping.of(name, topic).replace("cdc.", "prediction-log.")).problem())
        .isEqualTo("topic-not-allowed");
    assertThat(put("other", OrderMapping.of(name, topic)).problem()).isEqualTo("invalid-mapping");
    assertThat(put(name, OrderMapping.of(name, topic).replace("[cdc.", "[cdc.no topic.")).problem())
        .isEqualTo("invalid-mapping");
    assertThat(
            put(name, OrderMapping.of(name, topic).replace("order.placed", "order.teleported"))
                .problem())
        .isEqualTo("invalid-mapping");
    assertThat(client.get("/v1/change-mappings/" + name).problem())
        .isEqualTo("unknown-change-mapping");

    createTopic();
    register();
    register();
    assertThat(client.get("/v1/change-mappings/" + name).json().get("version").intValue())
        .isEqualTo(1);
    assertThat(
            put(name, OrderMapping.of(name, topic) + "# more\n").json().get("version").intValue())
        .isEqualTo(2);
    assertThat(client.get("/v1/change-mappings?limit=1").json().get("items")).hasSize(1);
    assertThat(client.withScope("events:write").get("/v1/change-mappings").status()).isEqualTo(403);
  }

  @Test
  void putsAsideARecordThatIsTooLargeForTheDeadLetters() throws Exception {
    int large = 3 * 1024 * 1024;
    createTopic(Map.of("max.message.bytes", Integer.toString(2 * large)));
    register();
    byte[] tooLarge = new byte[large];
    new Random(1).nextBytes(tooLarge);
    try (KafkaProducer<String, byte[]> capture = producer(2 * large)) {
      capture.send(new ProducerRecord<>(topic, 0, customer, tooLarge)).get();
    }
    send(
        envelope(
            "{\"id\":7,\"customer\":\"%s\",\"placed_at\":\"2026-01-01T00:00:00Z\",\"total\":1}"));

    await().until(() -> ids().contains("placed:7"));
    assertThat(TopicReader.recordsOf(DEAD_LETTERS, customer))
        .singleElement()
        .satisfies(letter -> {
          assertThat(TopicReader.header(letter, CloudEventHeaders.DEAD_LETTER_CODE))
              .isEqualTo("malformed_json");
          assertThat(TopicReader.header(letter, OFFSET)).isEqualTo("0");
          assertThat(TopicReader.header(letter, ChangeDeadLetters.TOPIC)).isEqualTo(topic);
          assertThat(letter.value()).isEqualTo(Arrays.copyOf(tooLarge, letter.value().length));
        });
  }

  @Test
  void followsAMappingThatTookTheNameOfOneThatWentAtOnce() throws Exception {
    createTopic();
    register();
    send("{");
    await().until(() -> !TopicReader.recordsOf(DEAD_LETTERS, customer).isEmpty());
    IngestionClient client = IngestionClient.at(port);
    assertThat(client.delete("/v1/change-mappings/" + name).status()).isEqualTo(204);
    Answer again =
        put(name, OrderMapping.of(name, topic).replace("source: /cdc/", "source: /again/"));
    assertThat(again.json().get("version").intValue()).isEqualTo(1);

    String order =
        envelope(
            "{\"id\":%d,\"customer\":\"%%s\",\"placed_at\":\"2026-01-01T00:00:00Z\",\"total\":1}");
    AtomicInteger id = new AtomicInteger();
    await()
        .until(() -> {
          send(order.formatted(id.incrementAndGet()));
          return events().stream()
              .map(event -> TopicReader.header(event, CloudEventHeaders.SOURCE))
              .toList()
              .contains("/again/" + name);
        });
  }

  private static KafkaProducer<String, byte[]> producer(int largest) {
    return new KafkaProducer<>(
        Map.<String, Object>of(
            "bootstrap.servers",
            TestServers.shared().kafkaBootstrap(),
            "max.request.size",
            largest),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private void makeShop(Connection shop, String money) throws SQLException {
    execute(shop, "create schema shop");
    execute(
        shop,
        "create table shop.orders (id bigint primary key, customer text, placed_at timestamptz,"
            + " total "
            + money
            + ", status text)");
    execute(shop, "alter table shop.orders replica identity full");
  }

  private static void dropSlots(Connection shop) throws SQLException {
    try (Statement statement = shop.createStatement()) {
      statement.execute(
          "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
              + " where database = current_database() and not active");
    }
  }

  private void execute(Connection shop, String sql) throws SQLException {
    try (Statement statement = shop.createStatement()) {
      statement.execute(sql.formatted(customer));
    }
  }

  private void createTopic() throws Exception {
    createTopic(Map.of());
  }

  private void createTopic(Map<String, String> configs) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.<String, Object>of("bootstrap.servers", TestServers.shared().kafkaBootstrap()))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs))).all().get();
    }
  }

  private void register() throws Exception {
    Answer answer = put(name, OrderMapping.of(name, topic));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
  }

  private Answer put(String path, String mapping) throws Exception {
    return IngestionClient.at(port).put("/v1/change-mappings/" + path, "application/yaml", mapping);
  }

  private void send(@Nullable String... values) throws Exception {
    for (@Nullable String value : values) {
      byte[] bytes =
          value == null ? null : value.formatted(customer).getBytes(StandardCharsets.UTF_8);
      kafka.send(topic, 0, customer, bytes).get();
    }
  }

  private static String envelope(String after) {
    return "{\"op\":\"c\",\"ts_ms\":1767300000000,\"before\":null,\"after\":"
        + after
        + ",\"source\":{\"connector\":\"postgresql\",\"schema\":\"shop\",\"table\":\"orders\","
        + "\"lsn\":4711,\"txId\":1,\"ts_ms\":1767300000000}}";
  }

  private void awaitEvents(int count) {
    await().until(() -> ids().stream().distinct().count() >= count);
  }

  private List<ConsumerRecord<String, byte[]>> events() {
    return TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer);
  }

  private List<String> ids() {
    return events().stream()
        .map(record -> TopicReader.header(record, CloudEventHeaders.ID))
        .toList();
  }

  private static String summary(ConsumerRecord<String, byte[]> record) {
    return TopicReader.header(record, CloudEventHeaders.TYPE)
        + " "
        + new String(record.value(), StandardCharsets.UTF_8);
  }
}
