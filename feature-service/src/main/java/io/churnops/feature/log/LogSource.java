package io.churnops.feature.log;

import java.util.UUID;

/**
 * A partition of one topic, as the log counts it.
 *
 * @param topicId tells a topic from an earlier one of the same name
 * @param firstOffset what Kafka's offset 0 is in the log
 */
public record LogSource(UUID topicId, int partition, long firstOffset) {

  long offset(long kafkaOffset) {
    return Math.addExact(firstOffset, kafkaOffset);
  }
}
