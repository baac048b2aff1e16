package io.churnops.ingestion;

import io.churnops.contract.Topics;
import io.churnops.platform.test.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what is on a topic now. */
public final class TopicReader {

  private TopicReader() {}

  /** All records of a customer, up to the one that is last now. */
  public static List<ConsumerRecord<String, byte[]>> recordsOf(String topic, String customer) {
    return recordsOf(TestServers.shared().kafkaBootstrap(), topic, customer);
  }

  /** All records of a customer on another Kafka than the tests share. */
  public static List<ConsumerRecord<String, byte[]>> recordsOf(
      String bootstrap, String topic, String customer) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrap),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .filter(partition -> mayHold(partition, customer))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (customer.equals(record.key())) {
            records.add(record);
          }
        }
      }
      return records;
    }
  }

  /** Events of a customer share a partition; nearly all that the tests send are on that topic. */
  private static boolean mayHold(TopicPartition partition, String customer) {
    return !partition.topic().equals(Topics.CUSTOMER_EVENTS)
        || partition.partition()
            == BuiltInPartitioner.partitionForKey(
                customer.getBytes(StandardCharsets.UTF_8), Topics.CUSTOMER_PARTITIONS);
  }

  public static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(
        Objects.requireNonNull(record.headers().lastHeader(name), name).value(),
        StandardCharsets.UTF_8);
  }
}
