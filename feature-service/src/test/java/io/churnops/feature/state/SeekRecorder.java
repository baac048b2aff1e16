package io.churnops.feature.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.listener.ConsumerSeekAware.ConsumerSeekCallback;

/** Keeps where a consumer was told to go on reading. */
class SeekRecorder implements ConsumerSeekCallback {

  final List<String> seeks = new ArrayList<>();

  @Override
  public void seek(String topic, int partition, long offset) {
    seeks.add(topic + "-" + partition + "@" + offset);
  }

  @Override
  public void seek(String topic, int partition, Function<Long, Long> offset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void seekToBeginning(String topic, int partition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void seekToEnd(String topic, int partition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void seekRelative(String topic, int partition, long offset, boolean toCurrent) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void seekToTimestamp(String topic, int partition, long timestamp) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void seekToTimestamp(Collection<TopicPartition> partitions, long timestamp) {
    throw new UnsupportedOperationException();
  }
}
