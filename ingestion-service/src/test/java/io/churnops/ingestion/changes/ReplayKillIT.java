package io.churnops.ingestion.changes;

import static io.churnops.platform.test.SilencePoint.afterAnswerTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionService;
import io.churnops.ingestion.TopicReader;
import io.churnops.platform.Ports;
import io.churnops.platform.test.BrokerProcess;
import io.churnops.platform.test.FaultProxy;
import io.churnops.platform.test.FaultProxy.Silence;
import io.churnops.platform.test.JavaProcess;
import io.churnops.platform.test.SilencePoint;
import io.churnops.platform.test.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/**
 * The service dies again and again while it replays what is in quarantine and what could not become
 * events; each time the same is asked for again.
 */
@Tag("faults")
class ReplayKillIT {

  private static final int KEPT = 1_600;

  /** What one request replays. */
  private static final int PIECE = 500;

  /** Statements are said in full, however often they were said before. */
  private static final List<String> IN_FULL =
      List.of("--spring.datasource.hikari.data-source-properties.prepareThreshold=0");

  private final String customer = "C-" + UUID.randomUUID();
  private final String name = "shop-" + UUID.randomUUID();
  private final String topic = "cdc." + name;
  private final String type = "t" + UUID.randomUUID().toString().replace("-", "") + ".happened";
  private final Dead quarantine =
      new Dead(
          "quarantine_item",
          "quarantine_audit",
          "/v1/quarantine:replay",
          "\"filter\": {\"subject\": \"" + customer + "\"}",
          afterAnswerTo("update quarantine_item", "COMMIT"));
  private final Dead changes =
      new Dead(
          "change_letter",
          "change_letter_audit",
          "/v1/change-mappings/" + name + "/dead-letters:replay",
          "\"all\": true",
          afterAnswerTo("update change_letter"));
  private final int port = Ports.free(1).getFirst();
  private final IngestionClient client = IngestionClient.at(port);

  @TempDir Path folder;

  private Map<String, Object> variables;
  private JdbcClient jdbc;
  private FaultProxy postgres;
  private BrokerProcess broker;

  /**
   * What is dead, and how it is replayed.
   *
   * @param claimed what was said when a piece is the request's
   */
  private record Dead(String table, String audit, String path, String which, SilencePoint claimed) {

    /** The events are in Kafka, and of the piece some are being settled. */
    SilencePoint settling() {
      return new SilencePoint(Collections.nCopies(PIECE / 2, "insert into " + audit), false);
    }

    /** The piece is settled, and nobody is told. */
    SilencePoint settled() {
      return afterAnswerTo("insert into " + audit, "COMMIT");
    }
  }

  @BeforeEach
  void prepare() {
    String database = TestServers.shared().newDatabase();
    jdbc = JdbcClient.create(new DriverManagerDataSource(database, "postgres", "test"));
    URI url = URI.create(database.substring("jdbc:".length()));
    postgres = FaultProxy.to(url.getHost(), url.getPort());
    broker = new BrokerProcess(folder);
    broker.start();
    variables = TestServers.shared().variables(database);
    variables.put(
        "CHURNOPS_POSTGRES_URL",
        "jdbc:postgresql://localhost:%d%s".formatted(postgres.port(), url.getPath()));
    variables.put("CHURNOPS_KAFKA_BOOTSTRAP", broker.bootstrap());
    variables.put("SERVER_PORT", port);
  }

  @AfterEach
  void close() {
    postgres.close();
    broker.close();
  }

  @Test
  void losesAndRepeatsNothingHoweverOftenItIsKilled() throws Exception {
    try (JavaProcess service = start()) {
      quarantine();
      capture();
      dieAt(service, quarantine.claimed(), changes.claimed());
    }
    try (JavaProcess service = start()) {
      dieAt(service, quarantine.settling(), changes.settling());
    }
    try (JavaProcess service = start()) {
      dieAt(service, quarantine.settled(), changes.settled());
    }
    try (JavaProcess _ = start()) {
      for (Dead dead : List.of(quarantine, changes)) {
        assertThat(replayAll(dead)).as("told as under way").isEqualTo(2 * PIECE);
        assertThat(open(dead)).as("claimed by who died").isEqualTo(2 * PIECE);
        endClaims(dead);
        assertThat(replayAll(dead)).isZero();
        assertThat(open(dead)).isZero();
        assertThat(count(dead.table(), "claimed_by is not null")).isZero();
        assertThat(count(dead.audit(), "action = 'REPLAYED'")).isEqualTo(KEPT);
      }
    }
    assertEveryEventIsKeptOnce();
  }

  private JavaProcess start() {
    return JavaProcess.start(IngestionService.class, IN_FULL, variables, folder.resolve("log"))
        .awaitReady(port);
  }

  /** Sends events of a type that nobody knows yet. */
  private void quarantine() throws Exception {
    Instant now = Instant.now();
    for (int from = 0; from < KEPT; from += 400) {
      assertThat(
              client
                  .batch(
                      IntStream.range(from, from + 400)
                          .mapToObj(i ->
                              EventTexts.order("e-" + i)
                                  .with("type", type)
                                  .with("subject", customer)
                                  .with("time", now.toString())
                                  .with("data", Map.of("n", i)))
                          .toList())
                  .statuses())
          .containsOnly("REJECTED");
    }
    await("all are in quarantine").until(() -> open(quarantine) == KEPT);
    assertThat(
            post("/v1/event-types", "{\"type\":\"" + type + "\",\"schema\":{\"type\":\"object\"}}")
                .status())
        .isEqualTo(201);
  }

  /** Captures orders for a mapping that is wrong about their times, and corrects it. */
  private void capture() throws Exception {
    try (Admin admin = broker.admin()) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    register(OrderMapping.of(name, topic));
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrap()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < KEPT; i++) {
        var _ = producer.send(new ProducerRecord<>(topic, 0, customer, placed(i).getBytes(UTF_8)));
      }
    }
    await("all are put aside").until(() -> open(changes) == KEPT);
    register(OrderMapping.of(name, topic).replace("format: iso", "format: epoch_micros"));
  }

  private String placed(int id) {
    return """
    {"op":"c","ts_ms":1767300000000,"before":null,\
    "after":{"id":%d,"customer":"%s","placed_at":1767225600000000,"total":1,"status":"paid"},\
    "source":{"connector":"postgresql","schema":"shop","table":"orders","lsn":%d,"txId":1,\
    "ts_ms":1767300000000}}\
    """
        .formatted(id, customer, 4_700 + id);
  }

  private void register(String mapping) throws Exception {
    assertThat(client.put("/v1/change-mappings/" + name, "application/yaml", mapping).status())
        .isEqualTo(200);
  }

  /** Has a piece of each replayed, until both have come so far. */
  private void dieAt(JavaProcess service, SilencePoint quarantined, SilencePoint captured)
      throws Exception {
    CompletableFuture<Answer> first = replayUntil(quarantine, quarantined);
    CompletableFuture<Answer> second = replayUntil(changes, captured);
    service.kill();
    assertThatThrownBy(first::join).hasRootCauseInstanceOf(IOException.class);
    assertThatThrownBy(second::join).hasRootCauseInstanceOf(IOException.class);
  }

  private CompletableFuture<Answer> replayUntil(Dead dead, SilencePoint point) throws Exception {
    Silence silence = postgres.silenceAt(point);
    CompletableFuture<Answer> unanswered = CompletableFuture.supplyAsync(() -> replay(dead, ""));
    silence.await();
    return unanswered;
  }

  /** Replays all that are free, and answers of how many it was said that another has them. */
  private int replayAll(Dead dead) {
    int underWay = 0;
    String cursor = "";
    do {
      Answer answer = replay(dead, cursor);
      assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
      assertThat(answer.json().get("stillInvalid").intValue()).isZero();
      underWay += answer.json().get("underWay").intValue();
      JsonNode next = answer.json().get("nextCursor");
      cursor = next.isNull() ? "" : ", \"cursor\": \"" + next.stringValue() + "\"";
    } while (!cursor.isEmpty());
    return underWay;
  }

  private Answer replay(Dead dead, String cursor) {
    try {
      return post(dead.path(), "{" + dead.which() + cursor + "}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer post(String path, String body) throws IOException, InterruptedException {
    return client.post(path, "application/json", BodyPublishers.ofString(body));
  }

  /** Lets claims end that would end by themselves within two minutes. */
  private void endClaims(Dead dead) {
    assertThat(count(dead.table(), "claimed_until > now() + interval '2 minutes'")).isZero();
    int ended =
        jdbc.sql(
                "update ingestion.%s set claimed_until = now() where claimed_until is not null"
                    .formatted(dead.table()))
            .update();
    assertThat(ended).isEqualTo(2 * PIECE);
  }

  private long open(Dead dead) {
    return count(dead.table(), "status = 'OPEN'");
  }

  private long count(String table, String condition) {
    return jdbc.sql("select count(*) from ingestion." + table + " where " + condition)
        .query(Long.class)
        .single();
  }

  /** For features, to whom an event is what its source and its id say. */
  private void assertEveryEventIsKeptOnce() {
    Map<String, List<String>> kept = new HashMap<>();
    List<ConsumerRecord<String, byte[]>> records =
        TopicReader.recordsOf(broker.bootstrap(), Topics.CUSTOMER_EVENTS, customer);
    for (ConsumerRecord<String, byte[]> record : records) {
      String key =
          TopicReader.header(record, CloudEventHeaders.SOURCE)
              + " "
              + TopicReader.header(record, CloudEventHeaders.ID);
      List<String> effect =
          List.of(
              TopicReader.header(record, CloudEventHeaders.TYPE),
              TopicReader.header(record, CloudEventHeaders.TIME),
              new String(record.value(), UTF_8));
      assertThat(kept.put(key, effect)).as(key).isIn(null, effect);
    }
    assertThat(kept).hasSize(2 * KEPT);
    assertThat(records)
        .as("sent twice are those that were being settled")
        .hasSize(2 * (KEPT + PIECE));
  }
}
