package io.churnops.feature.state;

import io.churnops.feature.log.LogSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Whence the records came that a consumer is at. A retry keeps its sources: the topic may be
 * another by now, the records are not.
 */
final class BatchSources {

  /** Whence what begins at an offset of a partition comes, as far as can be told now. */
  @FunctionalInterface
  interface Now {

    LogSource of(int partition, long first);
  }

  private record Attempt(ConsumerRecord<String, byte[]> first, Map<Integer, LogSource> sources) {}

  private final Now now;
  private final ThreadLocal<Attempt> attempts = new ThreadLocal<>();

  BatchSources(Now now) {
    this.now = now;
  }

  /** The sources by partition of a batch that this thread takes, for the first time or again. */
  Map<Integer, LogSource> of(List<ConsumerRecord<String, byte[]>> batch) {
    Attempt attempt = attempts.get();
    if (attempt == null || attempt.first() != batch.getFirst()) {
      Map<Integer, Long> firsts = new TreeMap<>();
      batch.forEach(record -> firsts.merge(record.partition(), record.offset(), Math::min));
      Map<Integer, LogSource> sources = new TreeMap<>();
      firsts.forEach((partition, first) -> sources.put(partition, now.of(partition, first)));
      attempt = new Attempt(batch.getFirst(), sources);
      attempts.set(attempt);
    }
    return attempt.sources();
  }

  /** The batch is taken. */
  void taken() {
    attempts.remove();
  }
}
