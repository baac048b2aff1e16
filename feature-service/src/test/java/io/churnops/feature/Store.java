package io.churnops.feature;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.OnlineState;
import io.churnops.contract.Topics;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.platform.test.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The running store as its users see it, and its servers as an operator does. */
public class Store {

  public static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String GROUP = "feature-service";

  private final Environment environment;
  private final KafkaTemplate<String, byte[]> kafka;
  private final KafkaListenerEndpointRegistry listeners;
  private final RedisConnectionFactory redis;
  private final JsonMapper json;

  Store(
      Environment environment,
      KafkaTemplate<String, byte[]> kafka,
      KafkaListenerEndpointRegistry listeners,
      RedisConnectionFactory redis,
      JsonMapper json) {
    this.environment = environment;
    this.kafka = kafka;
    this.listeners = listeners;
    this.redis = redis;
    this.json = json;
  }

  // Over HTTP

  public HttpResponse<String> get(String path) {
    return send(request(path, TestServers.adminKey()).GET());
  }

  public HttpResponse<String> delete(String path) {
    return send(request(path, TestServers.adminKey()).DELETE());
  }

  public HttpResponse<byte[]> bytes(String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path, TestServers.adminKey());
    headers.forEach(request::header);
    return send(request, BodyHandlers.ofByteArray());
  }

  public HttpResponse<String> post(String path, String contentType, String body, String key) {
    return send(
        request(path, key)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** POSTs bytes. */
  public HttpResponse<String> upload(String path, String contentType, byte[] body) {
    return send(
        request(path, TestServers.adminKey())
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  public HttpResponse<String> post(String path, Object body) {
    return post(path, "application/json", json.writeValueAsString(body), TestServers.adminKey());
  }

  public HttpResponse<String> postYaml(String path, String yaml) {
    return post(path, "application/yaml", yaml, TestServers.adminKey());
  }

  public JsonNode json(HttpResponse<String> answer) {
    return json.readTree(answer.body());
  }

  /** What {@code features:get} answers. */
  public record Features(Instant evaluatedAt, Map<String, JsonNode> customers) {}

  /** Asks for features; now if {@code asOf} is null. */
  public Features features(String view, List<String> customers, @Nullable Instant asOf) {
    Map<String, Object> request = new HashMap<>();
    request.put("view", view);
    request.put("customers", customers);
    if (asOf != null) {
      request.put("asOf", asOf);
    }
    HttpResponse<String> answer = post("/v1/features:get", request);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    Map<String, JsonNode> answers = new HashMap<>();
    for (JsonNode customer : json(answer).path("customers")) {
      answers.put(customer.path("customerId").stringValue(), customer);
    }
    return new Features(Instant.parse(json(answer).path("evaluatedAt").stringValue()), answers);
  }

  public double metric(String name, String tags) {
    return get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(tags))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(
            URI.create("http://localhost:" + environment.getProperty("local.server.port") + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  private static <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return HTTP.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  // Through Kafka

  /** A record as ingestion-service writes it. */
  public static ProducerRecord<String, byte[]> record(CustomerEvent event) {
    var record =
        new ProducerRecord<>(
            Topics.CUSTOMER_EVENTS,
            event.customerId(),
            event.data().toString().getBytes(StandardCharsets.UTF_8));
    header(record, CloudEventHeaders.SPEC_VERSION, "1.0");
    header(record, CloudEventHeaders.ID, event.id());
    header(record, CloudEventHeaders.SOURCE, event.source());
    header(record, CloudEventHeaders.TYPE, event.type());
    header(record, CloudEventHeaders.SUBJECT, event.customerId());
    header(record, CloudEventHeaders.TIME, time(event.timeMicros()));
    header(record, CloudEventHeaders.KNOWN_TIME, time(event.knownMicros()));
    return record;
  }

  public static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  /** Sends records and returns when the broker has them all. */
  public void send(Collection<ProducerRecord<String, byte[]>> records) {
    List<CompletableFuture<?>> sent = new ArrayList<>();
    records.forEach(record -> sent.add(kafka.send(record)));
    CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
  }

  public void sendEvents(Collection<CustomerEvent> events) {
    send(events.stream().map(Store::record).toList());
  }

  /** Waits until the service has committed every record of the topic. */
  public void awaitFolded() {
    Awaitility.await("all events folded")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> committed().equals(ends()));
  }

  private Map<TopicPartition, Long> committed() throws Exception {
    try (Admin admin = admin()) {
      return within(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata())
          .entrySet()
          .stream()
          .filter(committed -> committed.getKey().topic().equals(Topics.CUSTOMER_EVENTS))
          .filter(committed -> committed.getValue().offset() > 0)
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }
  }

  private static Map<TopicPartition, Long> ends() throws Exception {
    Map<TopicPartition, OffsetSpec> latest =
        partitions(Topics.CUSTOMER_EVENTS).stream()
            .collect(Collectors.toMap(source -> source, _ -> OffsetSpec.latest()));
    try (Admin admin = admin()) {
      Map<TopicPartition, Long> ends = new HashMap<>();
      within(admin.listOffsets(latest).all())
          .forEach((source, end) -> {
            if (end.offset() > 0) {
              ends.put(source, end.offset());
            }
          });
      return ends;
    }
  }

  /** Lets the service read the topic again from its beginning. */
  public void redeliverEverything() throws Exception {
    listeners.stop();
    Map<TopicPartition, OffsetAndMetadata> beginning =
        partitions(Topics.CUSTOMER_EVENTS).stream()
            .collect(Collectors.toMap(source -> source, _ -> new OffsetAndMetadata(0)));
    try (Admin admin = admin()) {
      Awaitility.await("the group has no member")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> {
            within(admin.alterConsumerGroupOffsets(GROUP, beginning).all());
            return true;
          });
    }
    listeners.start();
  }

  /** Does something while the service takes no events. */
  public void whileNothingIsTaken(Runnable change) {
    listeners.stop();
    change.run();
    listeners.start();
  }

  /** Deletes the topic of events while the service is stopped and makes a new one of its name. */
  public void recreateTopic() throws Exception {
    listeners.stop();
    deleteAndCreate();
    listeners.start();
  }

  /** As {@link #recreateTopic}, under the eyes of the running service. */
  public void recreateTopicWhileItIsRead() throws Exception {
    deleteAndCreate();
  }

  private static void deleteAndCreate() throws Exception {
    try (Admin admin = admin()) {
      within(admin.deleteTopics(List.of(Topics.CUSTOMER_EVENTS)).all());
      var topic =
          new NewTopic(
              Topics.CUSTOMER_EVENTS, Optional.of(Topics.CUSTOMER_PARTITIONS), Optional.empty());
      Awaitility.await("the topic is there again")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> {
            within(admin.createTopics(List.of(topic)).all());
            return true;
          });
    }
  }

  /** The dead letters of some keys. */
  public List<ConsumerRecord<String, byte[]>> deadLetters(Collection<String> keys) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", TestServers.shared().kafkaBootstrap());
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions(Topics.CUSTOMER_EVENTS_DEAD_LETTER);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(letter -> {
              if (keys.contains(letter.key())) {
                letters.add(letter);
              }
            });
      }
      return letters;
    }
  }

  private static List<TopicPartition> partitions(String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < Topics.CUSTOMER_PARTITIONS; i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    return partitions;
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", TestServers.shared().kafkaBootstrap()));
  }

  private static <T> T within(org.apache.kafka.common.KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(10, TimeUnit.SECONDS);
  }

  // In Redis

  public Optional<byte[]> state(String customer, String fingerprint) {
    try (RedisConnection connection = redis.getConnection()) {
      return Optional.ofNullable(
          connection
              .hashCommands()
              .hGet(OnlineState.key(customer), OnlineState.field(fingerprint)));
    }
  }

  public void putState(String customer, String fingerprint, byte[] value) {
    try (RedisConnection connection = redis.getConnection()) {
      connection
          .hashCommands()
          .hSet(OnlineState.key(customer), OnlineState.field(fingerprint), value);
    }
  }

  public void flushRedis() {
    try (RedisConnection connection = redis.getConnection()) {
      connection.serverCommands().flushAll();
    }
  }

  /** Everything in Redis, to be put back later as a store that lost its last writes would. */
  public Map<String, byte[]> dumpRedis() {
    try (RedisConnection connection = redis.getConnection()) {
      Map<String, byte[]> dump = new HashMap<>();
      for (byte[] key : connection.keyCommands().keys("*".getBytes(StandardCharsets.UTF_8))) {
        dump.put(new String(key, StandardCharsets.UTF_8), connection.keyCommands().dump(key));
      }
      return dump;
    }
  }

  public void restoreRedis(Map<String, byte[]> dump) {
    try (RedisConnection connection = redis.getConnection()) {
      connection.serverCommands().flushAll();
      dump.forEach((key, value) ->
          connection.keyCommands().restore(key.getBytes(StandardCharsets.UTF_8), 0, value, true));
    }
  }
}
