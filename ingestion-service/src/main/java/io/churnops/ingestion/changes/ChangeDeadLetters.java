package io.churnops.ingestion.changes;

import io.churnops.kit.kafka.DeadLetters;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Keeps the records that could not become events, those of all captures in one topic, each with its
 * reason and its mapping; of one that is too large, its beginning.
 */
final class ChangeDeadLetters {

  static final String MAPPING = "churnops-dlt-mapping";
  static final String TOPIC = "churnops-dlt-topic";

  private final DeadLetters letters;
  private final String topic;

  ChangeDeadLetters(DeadLetters letters, String topic) {
    this.letters = letters;
    this.topic = topic;
  }

  /** Publishes a record and waits for the broker. */
  void publish(ConsumerRecord<String, byte[]> bad, String mapping, String code, String detail) {
    letters.publishTo(topic, bad, Map.of(MAPPING, mapping, TOPIC, bad.topic()), code, detail);
  }
}
