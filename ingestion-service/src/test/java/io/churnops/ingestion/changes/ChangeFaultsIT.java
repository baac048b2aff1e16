package io.churnops.ingestion.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionService;
import io.churnops.ingestion.TopicReader;
import io.churnops.platform.LocalPlatform;
import io.churnops.platform.Ports;
import io.churnops.platform.test.JavaProcess;
import io.churnops.platform.test.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A capture begins with a snapshot while its events are not taken, the service dies over it, the
 * broker goes away, and everything comes again in another order: every change is an event, and the
 * same one each time.
 */
@Tag("faults")
class ChangeFaultsIT {

  private static final int ORDERS = 1_500;
  private static final int CANCELLED = 100;

  private final String customer = UUID.randomUUID().toString();
  private final String name = "faults-" + UUID.randomUUID();
  private final TopicPartition changes = new TopicPartition("cdc." + name, 0);
  private final int port = Ports.free(1).getFirst();
  private final Map<String, Object> kafka =
      Map.of("bootstrap.servers", TestServers.shared().kafkaBootstrap());

  @TempDir Path folder;

  @Test
  void losesNoChangeAndMakesNoneTwice() throws Exception {
    assumeThat(TestServers.shared().local()).isPresent();
    LocalPlatform local = TestServers.shared().local().orElseThrow();
    Map<String, Object> variables =
        TestServers.shared().variables(TestServers.shared().newDatabase());
    variables.put("SERVER_PORT", port);
    String source = TestServers.shared().newDatabase();
    try (Admin admin = Admin.create(kafka);
        Connection shop = DriverManager.getConnection(source, "postgres", "test")) {
      makeShop(shop);
      within(admin.createTopics(List.of(new NewTopic(changes.topic(), 1, (short) 1))).all());
      JavaProcess service = start(variables);
      try (Capture _ = new Capture(source, changes.topic(), folder, false)) {
        try (service) {
          takeEvents(admin, false);
          register();
          await("the snapshot cannot be passed on").until(() -> status().has("trouble"));
          assertThat(committed(admin)).as("nothing is done with that is no event").isZero();
          service.kill();
        } finally {
          takeEvents(admin, true);
        }
        try (JavaProcess _ = start(variables)) {
          await("the snapshot is being passed on").until(() -> !ids().isEmpty());
          local.kafka().stop();
          try {
            change(shop);
          } finally {
            local.kafka().start();
          }
          await("every change is captured and passed on")
              .ignoreExceptions()
              .until(() -> ids().containsAll(placed()) && cancelled() == 2 * CANCELLED);
          Set<String> before = ids();

          deliverAgain();
          await("what came again is passed on")
              .ignoreExceptions()
              .until(() -> committed(admin) == end());
          assertThat(ids()).isEqualTo(before).hasSize(ORDERS + 2 * CANCELLED);
        }
      }
    }
  }

  private JavaProcess start(Map<String, Object> variables) {
    return JavaProcess.start(IngestionService.class, List.of(), variables, folder.resolve("log"))
        .awaitReady(port);
  }

  private void makeShop(Connection shop) throws Exception {
    execute(shop, "create schema shop");
    execute(
        shop,
        "create table shop.orders"
            + " (id bigint primary key, customer text, placed_at timestamptz,"
            + " total double precision, status text)");
    execute(shop, "alter table shop.orders replica identity full");
    execute(
        shop,
        "insert into shop.orders select i, '%s', timestamptz '2026-01-01 00:00Z', 1, 'paid'"
                .formatted(customer)
            + " from generate_series(1, "
            + ORDERS
            + ") i");
  }

  /** Cancels some orders and removes others. */
  private static void change(Connection shop) throws Exception {
    execute(shop, "update shop.orders set status = 'cancelled' where id <= " + CANCELLED);
    execute(shop, "delete from shop.orders where id > " + (ORDERS - CANCELLED));
  }

  private static void execute(Connection shop, String sql) throws Exception {
    try (Statement statement = shop.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Whether the topic of events takes what is of an event's size. */
  private static void takeEvents(Admin admin, boolean takes) throws Exception {
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.CUSTOMER_EVENTS);
    var limit = new ConfigEntry("max.message.bytes", "100");
    var how = takes ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET;
    within(
        admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(limit, how)))).all());
  }

  private void register() throws Exception {
    assertThat(
            IngestionClient.at(port)
                .put(
                    "/v1/change-mappings/" + name,
                    "application/yaml",
                    OrderMapping.of(name, changes.topic()))
                .status())
        .isEqualTo(200);
  }

  private JsonNode status() throws Exception {
    return IngestionClient.at(port).get("/v1/change-mappings/" + name + "/status").json();
  }

  /** Up to where the mapping has come in the topic of the capture. */
  private long committed(Admin admin) throws Exception {
    var position =
        within(
                admin
                    .listConsumerGroupOffsets(ChangeConsumers.group(name))
                    .partitionsToOffsetAndMetadata())
            .get(changes);
    return position == null ? 0 : position.offset();
  }

  private long end() {
    try (var consumer = consumer()) {
      return end(consumer);
    }
  }

  private long end(KafkaConsumer<?, ?> consumer) {
    return Objects.requireNonNull(consumer.endOffsets(List.of(changes)).get(changes));
  }

  /** Sends every record of the capture again, some twice, in another order. */
  private void deliverAgain() throws Exception {
    List<ConsumerRecord<String, byte[]>> captured = new ArrayList<>();
    try (var consumer = consumer()) {
      consumer.assign(List.of(changes));
      consumer.seekToBeginning(List.of(changes));
      long end = end(consumer);
      while (consumer.position(changes) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(captured::add);
      }
    }
    captured.addAll(captured.subList(0, captured.size() / 2));
    Collections.shuffle(captured, new Random(17));
    try (var producer =
        new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
      for (ConsumerRecord<String, byte[]> record : captured) {
        var _ =
            producer.send(new ProducerRecord<>(changes.topic(), 0, record.key(), record.value()));
      }
    }
  }

  private KafkaConsumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private long cancelled() {
    return ids().stream().filter(id -> id.startsWith("cancelled")).count();
  }

  private static Set<String> placed() {
    return IntStream.rangeClosed(1, ORDERS)
        .mapToObj(i -> "placed:" + i)
        .collect(Collectors.toSet());
  }

  /** The ids of the events; each has one effect, however often it is there. */
  private Set<String> ids() {
    Map<String, String> effects = new HashMap<>();
    for (ConsumerRecord<String, byte[]> event :
        TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer)) {
      String effect =
          Stream.of(CloudEventHeaders.TYPE, CloudEventHeaders.TIME, CloudEventHeaders.KNOWN_TIME)
              .map(header -> TopicReader.header(event, header))
              .collect(Collectors.joining(" ", "", " " + new String(event.value(), UTF_8)));
      String before = effects.put(TopicReader.header(event, CloudEventHeaders.ID), effect);
      assertThat(before).isIn(null, effect);
    }
    return effects.keySet();
  }

  private static <T> T within(KafkaFuture<T> answer) throws Exception {
    return answer.get(60, TimeUnit.SECONDS);
  }
}
