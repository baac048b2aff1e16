package io.churnops.feature;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.OnlineState;
import io.churnops.contract.Topics;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.platform.test.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The running store as its users see it, and its servers as an operator does. */
public class Store extends StoreClient {

  private final EventTopic topic = new EventTopic(TestServers.shared().kafkaBootstrap());
  private final KafkaTemplate<String, byte[]> kafka;
  private final KafkaListenerEndpointRegistry listeners;
  private final RedisConnectionFactory redis;

  Store(
      Environment environment,
      KafkaTemplate<String, byte[]> kafka,
      KafkaListenerEndpointRegistry listeners,
      RedisConnectionFactory redis,
      JsonMapper json) {
    super(() -> "http://localhost:" + environment.getProperty("local.server.port"), json);
    this.kafka = kafka;
    this.listeners = listeners;
    this.redis = redis;
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
    topic.awaitFolded();
  }

  /** Lets the service read the topic again from its beginning. */
  public void redeliverEverything() throws Exception {
    listeners.stop();
    Map<TopicPartition, OffsetAndMetadata> beginning =
        EventTopic.partitions(Topics.CUSTOMER_EVENTS).stream()
            .collect(Collectors.toMap(source -> source, _ -> new OffsetAndMetadata(0)));
    try (Admin admin = topic.admin()) {
      Awaitility.await("the group has no member")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> {
            EventTopic.within(admin.alterConsumerGroupOffsets(EventTopic.GROUP, beginning).all());
            return true;
          });
    }
    listeners.start();
  }

  /** Lets another join that takes partitions away from the service and does nothing. */
  IdleMember join() {
    return IdleMember.join(TestServers.shared().kafkaBootstrap());
  }

  /** The partition of a customer's events. */
  static int partition(String customer) {
    byte[] key = customer.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % Topics.CUSTOMER_PARTITIONS;
  }

  /** Does something while the service takes no events. */
  public void whileNothingIsTaken(Runnable change) {
    listeners.stop();
    try {
      change.run();
    } finally {
      listeners.start();
    }
  }

  /** Deletes the topic of events while the service is stopped and makes a new one of its name. */
  public void recreateTopic() throws Exception {
    listeners.stop();
    try {
      deleteAndCreate();
    } finally {
      listeners.start();
    }
  }

  /** As {@link #recreateTopic}, under the eyes of the running service. */
  public void recreateTopicWhileItIsRead() throws Exception {
    deleteAndCreate();
  }

  private void deleteAndCreate() throws Exception {
    try (Admin admin = topic.admin()) {
      EventTopic.within(admin.deleteTopics(List.of(Topics.CUSTOMER_EVENTS)).all());
      var anew =
          new NewTopic(
              Topics.CUSTOMER_EVENTS, Optional.of(Topics.CUSTOMER_PARTITIONS), Optional.empty());
      Awaitility.await("the topic is there again")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> {
            EventTopic.within(admin.createTopics(List.of(anew)).all());
            return true;
          });
    }
  }

  /** The dead letters of some keys. */
  public List<ConsumerRecord<String, byte[]>> deadLetters(Collection<String> keys) {
    return topic.deadLetters(keys);
  }

  /** What is on a topic of one partition now. */
  public static List<ConsumerRecord<String, byte[]>> read(String topic) {
    return new EventTopic(TestServers.shared().kafkaBootstrap())
        .read(List.of(new TopicPartition(topic, 0)));
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

  /** Per partition, up to where Redis says that it holds the fold. */
  public Map<String, Long> foldedPositions() {
    try (RedisConnection connection = redis.getConnection()) {
      Map<String, Long> positions = new HashMap<>();
      for (byte[] key :
          connection.keyCommands().keys("churnops:folded:*".getBytes(StandardCharsets.UTF_8))) {
        byte[] position = Objects.requireNonNull(connection.stringCommands().get(key));
        positions.put(
            new String(key, StandardCharsets.UTF_8),
            Long.valueOf(new String(position, StandardCharsets.UTF_8)));
      }
      return positions;
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

  /**
   * Redis holds this and nothing else; nobody sees it empty, which would have every state folded.
   */
  public void restoreRedis(Map<String, byte[]> dump) {
    try (RedisConnection connection = redis.getConnection()) {
      connection.multi();
      connection.serverCommands().flushAll();
      dump.forEach((key, value) ->
          connection.keyCommands().restore(key.getBytes(StandardCharsets.UTF_8), 0, value, true));
      connection.exec();
    }
  }
}
