package io.churnops.ingestion.changes;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of a capture, by its place there and what it holds. */
record CapturedRecord(
    String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {

  static CapturedRecord of(ConsumerRecord<String, byte[]> record) {
    return new CapturedRecord(
        record.topic(), record.partition(), record.offset(), bytes(record.key()), record.value());
  }

  static byte @Nullable [] bytes(@Nullable String key) {
    return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
  }
}
