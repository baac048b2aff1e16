package io.churnops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.Topics;
import io.churnops.platform.test.Patience;
import io.churnops.platform.test.TestServers;
import io.churnops.platform.test.WithServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service on real servers, with the topics of serving-service and the part of the registry that
 * it reads. Its tests share one context, so each uses a model and customers of its own.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    useMainMethod = SpringBootTest.UseMainMethod.ALWAYS,
    properties = {
      "churnops.monitoring.refresh=300ms",
      "spring.datasource.hikari.connection-timeout=5000"
    })
@WithServers
abstract class MonitoringSuite {

  static final JsonMapper JSON = new JsonMapper();
  static final Duration SOON = Patience.LONGEST;

  private static final String GROUP = "monitoring-service";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @LocalServerPort private int port;
  @Autowired private KafkaTemplate<String, byte[]> kafka;
  @Autowired private ConsumerFactory<String, byte[]> consumers;
  @Autowired private KafkaListenerEndpointRegistry listeners;

  /** As training-service's migration makes them. */
  @BeforeAll
  static void createRegistry() {
    registry(
        """
        create table if not exists model_version (
          model_name text not null, version int not null, baseline jsonb not null,
          primary key (model_name, version));
        create table if not exists model_alias (
          model_name text not null, alias text not null, version int not null,
          primary key (model_name, alias));
        grant usage on schema registry to monitoring;
        grant select on model_version, model_alias to monitoring;
        """);
  }

  @BeforeAll
  static void createTopics() throws Exception {
    try (Admin admin = admin()) {
      if (!admin.listTopics().names().get().contains(Topics.PREDICTION_LOG)) {
        admin
            .createTopics(
                List.of(
                    new NewTopic(Topics.PREDICTION_LOG, Topics.CUSTOMER_PARTITIONS, (short) 1),
                    new NewTopic(
                        Topics.PREDICTION_LOG_DEAD_LETTER, Topics.CUSTOMER_PARTITIONS, (short) 1)))
            .all()
            .get();
      }
    }
  }

  static Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestServers.shared().kafkaBootstrap()));
  }

  static void registry(String sql) {
    execute("registry", sql);
  }

  static void execute(String role, String sql) {
    try (Connection connection =
            DriverManager.getConnection(TestServers.shared().postgresUrl(), role, "test");
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = " + role + "; " + sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Registers version 1 of a model. */
  static void register(String model, String baseline) {
    registry("insert into model_version values ('%s', 1, '%s')".formatted(model, baseline));
  }

  /** Makes version 1 the champion of a model. */
  static void promote(String model) {
    registry("insert into model_alias values ('%s', 'champion', 1)".formatted(model));
  }

  /** Removes the champion's alias of a model. */
  static void demote(String model) {
    registry("delete from model_alias where model_name = '%s'".formatted(model));
  }

  /** A name that no other test uses. */
  static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  // Kafka

  /** Logs messages as serving-service does, and waits for the broker. */
  void log(List<Message> messages) {
    messages.stream()
        .map(message -> kafka.send(Topics.PREDICTION_LOG, message.key(), message.value()))
        .toList()
        .forEach(CompletableFuture::join);
  }

  void log(Message... messages) {
    log(List.of(messages));
  }

  /** Logs to one partition, so that the messages are one another's neighbours. */
  void logTo(int partition, List<Message> messages) {
    messages.stream()
        .map(message ->
            kafka.send(
                new ProducerRecord<>(
                    Topics.PREDICTION_LOG, partition, message.key(), message.value())))
        .toList()
        .forEach(CompletableFuture::join);
  }

  /** Whether the service has read every message, and said so to Kafka. */
  boolean hasReadEverything() throws Exception {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetAndMetadata> read = position(admin);
      var ends =
          admin
              .listOffsets(
                  partitions(Topics.PREDICTION_LOG).stream()
                      .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest())))
              .all()
              .get();
      return ends.entrySet().stream()
          .allMatch(end ->
              end.getValue().offset() == 0
                  || (read.containsKey(end.getKey())
                      && read.get(end.getKey()).offset() >= end.getValue().offset()));
    }
  }

  /** How far the service has read. */
  Map<TopicPartition, OffsetAndMetadata> position() throws Exception {
    try (Admin admin = admin()) {
      return position(admin);
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> position(Admin admin) throws Exception {
    return admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
  }

  /** Starts the consumer anew, from another position. */
  void readAgainFrom(Map<TopicPartition, OffsetAndMetadata> position) throws Exception {
    listeners.stop();
    try (Admin admin = admin()) {
      admin.alterConsumerGroupOffsets(GROUP, position).all().get();
    }
    listeners.start();
  }

  /** The dead letters so far. */
  List<ConsumerRecord<String, byte[]>> deadLetters() {
    List<TopicPartition> partitions = partitions(Topics.PREDICTION_LOG_DEAD_LETTER);
    List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
    try (Consumer<String, byte[]> consumer = consumers.createConsumer(unique("letters"), "")) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
      }
    }
    return letters;
  }

  /** The dead letters of a key. */
  List<ConsumerRecord<String, byte[]>> deadLetters(String key) {
    return deadLetters().stream().filter(letter -> key.equals(letter.key())).toList();
  }

  /** What the headers of a dead letter say: its {@code code} or {@code detail}. */
  static String reason(ConsumerRecord<String, byte[]> letter, String part) {
    var header = letter.headers().lastHeader("churnops-dlt-" + part);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, Topics.CUSTOMER_PARTITIONS)
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }

  /**
   * A message of the prediction log.
   *
   * @param key the customer
   */
  record Message(String key, byte @Nullable [] value) {

    static Message of(String key, String text) {
      return new Message(key, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  // HTTP

  Answer get(String path) {
    return get(path, TestServers.adminKey());
  }

  Answer get(String path, String key) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Authorization", "Bearer " + key)
            .build();
    try {
      return new Answer(HTTP.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The drift of version 1 of a model once so many predictions of it are counted. */
  JsonNode driftOf(String model, long predictions) {
    return await()
        .atMost(SOON)
        .until(
            () -> get("/v1/drift?version=1&model=" + model).json(),
            drift -> drift.at("/score/windowRows").asLong(-1) == predictions);
  }

  /** A metric's value; 0 where it is not shown. */
  double metric(String name, String... labels) {
    Answer page = get("/actuator/prometheus");
    assertThat(page.status()).as(page.text()).isEqualTo(200);
    return page.text()
        .lines()
        .filter(line ->
            line.startsWith(name + "{") && List.of(labels).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What the service answered. */
  record Answer(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    boolean isOk() {
      return status() == 200;
    }

    String text() {
      return response.body();
    }

    JsonNode json() {
      return JSON.readTree(response.body());
    }

    String problem() {
      return json().path("type").asString("").replace("https://churnops.io/problems/", "");
    }
  }
}
