package io.churnops.ingestion.changes;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.ingestion.eventlog.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Keeps the records that could not become events, as they came, each with its reason. */
final class ChangeDeadLetters {

  static final String MAPPING = "churnops-dlt-mapping";
  static final String TOPIC = "churnops-dlt-topic";
  static final String PARTITION = "churnops-dlt-partition";
  static final String OFFSET = "churnops-dlt-offset";

  private final EventLog log;
  private final String topic;

  ChangeDeadLetters(EventLog log, String topic) {
    this.log = log;
    this.topic = topic;
  }

  /** Publishes a record and waits for the broker. */
  void publish(ConsumerRecord<String, byte[]> bad, String mapping, String code, String detail) {
    var letter = new ProducerRecord<String, byte[]>(topic, bad.key(), bad.value());
    bad.headers().forEach(letter.headers()::add);
    header(letter, CloudEventHeaders.DEAD_LETTER_CODE, code);
    header(letter, CloudEventHeaders.DEAD_LETTER_DETAIL, detail);
    header(letter, MAPPING, mapping);
    header(letter, TOPIC, bad.topic());
    header(letter, PARTITION, Integer.toString(bad.partition()));
    header(letter, OFFSET, Long.toString(bad.offset()));
    log.append(List.of(letter));
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
