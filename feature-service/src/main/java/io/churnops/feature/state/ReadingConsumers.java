package io.churnops.feature.state;

import io.churnops.contract.Topics;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.ConsumerSeekAware;

/**
 * Which consumer of this instance reads which partition now. One that froze is told late that it
 * has lost its partitions: another thread's may have them by then, and keeps them.
 */
abstract class ReadingConsumers implements ConsumerSeekAware {

  private final ThreadLocal<ConsumerSeekCallback> ofThread = new ThreadLocal<>();
  private final Map<Integer, ConsumerSeekCallback> readers = new ConcurrentHashMap<>();

  @Override
  public void registerSeekCallback(ConsumerSeekCallback callback) {
    ofThread.set(callback);
  }

  @Override
  public void unregisterSeekCallback() {
    ofThread.remove();
  }

  @Override
  public void onPartitionsAssigned(
      Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
    ConsumerSeekCallback reader = Objects.requireNonNull(ofThread.get());
    assignments.keySet().forEach(source -> readers.put(source.partition(), reader));
  }

  @Override
  public void onPartitionsRevoked(@Nullable Collection<TopicPartition> partitions) {
    ConsumerSeekCallback reader = ofThread.get();
    if (partitions != null && reader != null) {
      partitions.forEach(source -> readers.remove(source.partition(), reader));
    }
  }

  /** Whether a consumer of this instance reads a partition. */
  final boolean isReadHere(int partition) {
    return readers.containsKey(partition);
  }

  /** Has a partition read from an offset on, if it is read here. */
  final void seek(int partition, long offset) {
    ConsumerSeekCallback reader = readers.get(partition);
    if (reader != null) {
      reader.seek(Topics.CUSTOMER_EVENTS, partition, offset);
    }
  }
}
