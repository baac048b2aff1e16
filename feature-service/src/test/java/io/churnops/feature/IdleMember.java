package io.churnops.feature;

import io.churnops.contract.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** A member of the consumers' group that takes partitions, and nothing that is in them. */
final class IdleMember implements AutoCloseable {

  private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();
  private final KafkaConsumer<String, byte[]> consumer;
  private final CompletableFuture<Void> polling;
  private volatile boolean leaving;

  private IdleMember(String bootstrap) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "group.id",
                EventTopic.GROUP,
                "enable.auto.commit",
                false),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    this.polling = CompletableFuture.runAsync(this::poll);
  }

  /** Joins the group; returns when it has partitions. */
  static IdleMember join(String bootstrap) {
    var member = new IdleMember(bootstrap);
    Awaitility.await("the group gives partitions away")
        .atMost(StoreClient.PATIENCE)
        .until(() -> !member.partitions.isEmpty());
    return member;
  }

  private void poll() {
    try (consumer) {
      consumer.subscribe(Set.of(Topics.CUSTOMER_EVENTS), new Pausing());
      while (!leaving) {
        consumer.poll(Duration.ofMillis(100));
      }
    }
  }

  private final class Pausing implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      consumer.pause(assigned);
      assigned.forEach(source -> partitions.add(source.partition()));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      revoked.forEach(source -> partitions.remove(source.partition()));
    }
  }

  /** The partitions that are its own now. */
  Set<Integer> partitions() {
    return new HashSet<>(partitions);
  }

  /** Leaves the group, which gives its partitions to the others. */
  @Override
  public void close() {
    leaving = true;
    polling.join();
  }
}
