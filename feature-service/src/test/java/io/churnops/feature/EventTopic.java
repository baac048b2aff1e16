package io.churnops.feature;

import io.churnops.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** The topic of customer events as the broker sees it: where it ends, and how far the store is. */
final class EventTopic {

  static final String GROUP = "feature-service";

  private final String bootstrap;

  EventTopic(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** Waits until the service has committed every record of the topic. */
  void awaitFolded() {
    try (Admin admin = admin()) {
      Awaitility.await("all events folded")
          .atMost(StoreClient.PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptions()
          .until(() -> committed(admin).equals(ends(admin)));
    }
  }

  /** Whether the service has committed every record of the topic. */
  boolean isFolded() throws Exception {
    try (Admin admin = admin()) {
      return committed(admin).equals(ends(admin));
    }
  }

  /** Takes the partitions from consumers that are dead, before their sessions end. */
  void removeMembers() {
    try (Admin admin = admin()) {
      within(
          admin
              .removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
              .all());
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      throw new IllegalStateException("The group keeps its members", e);
    }
  }

  private static Map<TopicPartition, Long> committed(Admin admin) throws Exception {
    return within(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata())
        .entrySet()
        .stream()
        .filter(committed -> committed.getKey().topic().equals(Topics.CUSTOMER_EVENTS))
        .filter(committed -> committed.getValue().offset() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private static Map<TopicPartition, Long> ends(Admin admin) throws Exception {
    Map<TopicPartition, OffsetSpec> latest =
        partitions(Topics.CUSTOMER_EVENTS).stream()
            .collect(Collectors.toMap(source -> source, _ -> OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    within(admin.listOffsets(latest).all())
        .forEach((source, end) -> {
          if (end.offset() > 0) {
            ends.put(source, end.offset());
          }
        });
    return ends;
  }

  /** The dead letters of some keys. */
  List<ConsumerRecord<String, byte[]>> deadLetters(Collection<String> keys) {
    return deadLetters().stream()
        .filter(letter -> letter.key() != null && keys.contains(letter.key()))
        .toList();
  }

  /** All dead letters. */
  List<ConsumerRecord<String, byte[]>> deadLetters() {
    return read(partitions(Topics.CUSTOMER_EVENTS_DEAD_LETTER));
  }

  /** What is on some partitions now. */
  List<ConsumerRecord<String, byte[]>> read(List<TopicPartition> partitions) {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  static List<TopicPartition> partitions(String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < Topics.CUSTOMER_PARTITIONS; i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    return partitions;
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  static <T> T within(org.apache.kafka.common.KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(60, TimeUnit.SECONDS);
  }
}
