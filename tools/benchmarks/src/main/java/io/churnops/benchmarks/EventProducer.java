package io.churnops.benchmarks;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A Kafka producer with the settings of ingestion-service: durable, compressed, batches alike. */
final class EventProducer implements AutoCloseable {

  private static final int BATCH_BYTES = 64 * 1024;
  private static final int LINGER_MILLIS = 5;

  private final KafkaProducer<String, byte[]> kafka;

  EventProducer(String bootstrap) {
    this.kafka =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES,
                ProducerConfig.LINGER_MS_CONFIG,
                LINGER_MILLIS,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Sends all records. Returns when all are acknowledged; fails when one is not. */
  void send(Iterable<ProducerRecord<String, byte[]>> records) {
    Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    for (ProducerRecord<String, byte[]> record : records) {
      var _ =
          kafka.send(
              record,
              (_, problem) -> {
                if (problem != null) {
                  failures.add(problem);
                }
              });
    }
    kafka.flush();
    if (!failures.isEmpty()) {
      throw new IllegalStateException("Kafka refused a record", failures.element());
    }
  }

  @Override
  public void close() {
    kafka.close();
  }
}
