package io.churnops.ingestion.changes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.springframework.kafka.core.ConsumerFactory;

/** Asks Kafka where the topics of a mapping end, and where its consumer group is. */
final class ChangeOffsets implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Admin kafka;
  private final ConsumerFactory<String, byte[]> consumers;
  private final InstantSource clock;

  ChangeOffsets(Admin kafka, ConsumerFactory<String, byte[]> consumers, InstantSource clock) {
    this.kafka = kafka;
    this.consumers = consumers;
    this.clock = clock;
  }

  /**
   * The partitions of a mapping's topics, those that are there.
   *
   * @throws KafkaException when Kafka does not answer
   */
  List<ChangePartition> of(RegisteredMapping mapping) throws InterruptedException {
    List<TopicPartition> partitions = partitions(mapping.topics());
    if (partitions.isEmpty()) {
      return List.of();
    }
    Map<TopicPartition, OffsetAndMetadata> reached =
        within(
            kafka
                .listConsumerGroupOffsets(ChangeConsumers.group(mapping.name()))
                .partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
    // The ends after the positions: what is read in between counts as lag, never the reverse.
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> positions = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata position = reached.get(partition);
      long begin = begins.getOrDefault(partition, 0L);
      positions.put(partition, position == null ? begin : Math.max(begin, position.offset()));
    }
    Map<TopicPartition, Instant> oldest = oldest(positions, ends);
    return partitions.stream()
        .map(partition ->
            new ChangePartition(
                partition.topic(),
                partition.partition(),
                positions.getOrDefault(partition, 0L),
                ends.getOrDefault(partition, 0L),
                oldest.get(partition)))
        .toList();
  }

  private List<TopicPartition> partitions(List<String> topics) throws InterruptedException {
    List<TopicPartition> partitions = new ArrayList<>();
    for (KafkaFuture<TopicDescription> topic :
        kafka.describeTopics(topics).topicNameValues().values()) {
      try {
        TopicDescription described = within(topic);
        described
            .partitions()
            .forEach(one -> partitions.add(new TopicPartition(described.name(), one.partition())));
      } catch (UnknownTopicOrPartitionException notThereYet) {
        continue;
      }
    }
    return partitions;
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException {
    return within(
            kafka
                .listOffsets(
                    partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> which)))
                .all())
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset()));
  }

  /** When the next record came to Kafka, of the partitions where one waits. */
  private Map<TopicPartition, Instant> oldest(
      Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
    List<TopicPartition> waiting =
        positions.keySet().stream()
            .filter(one -> ends.getOrDefault(one, 0L) > positions.getOrDefault(one, 0L))
            .toList();
    Map<TopicPartition, Instant> oldest = new HashMap<>();
    if (waiting.isEmpty()) {
      return oldest;
    }
    try (Consumer<String, byte[]> consumer = reader()) {
      consumer.assign(waiting);
      waiting.forEach(one -> consumer.seek(one, positions.getOrDefault(one, 0L)));
      Instant deadline = clock.instant().plus(PATIENCE);
      while (oldest.size() < waiting.size() && clock.instant().isBefore(deadline)) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          var partition = new TopicPartition(record.topic(), record.partition());
          if (oldest.putIfAbsent(partition, Instant.ofEpochMilli(record.timestamp())) == null) {
            consumer.pause(List.of(partition));
          }
        }
      }
    }
    return oldest;
  }

  /** Reads as little as Kafka gives at once, and commits nothing. */
  private Consumer<String, byte[]> reader() {
    Properties little = new Properties();
    little.setProperty("max.partition.fetch.bytes", "1");
    little.setProperty("max.poll.records", "1");
    return consumers.createConsumer("changes-lag", "changes-lag", null, little);
  }

  private static <T> T within(KafkaFuture<T> answer) throws InterruptedException {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed);
    } catch (TimeoutException silent) {
      throw new KafkaException("Kafka does not answer", silent);
    }
  }

  @Override
  public void close() {
    kafka.close(PATIENCE);
  }
}
