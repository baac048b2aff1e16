package io.churnops.kit.kafka;

import io.churnops.contract.CloudEventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Keeps bad records, each with its reason, beside the topic they came from: same key, value and
 * partition, in {@code <topic>-dlt}. Returns only once the broker has confirmed; when it does not,
 * throws, so that nothing is skipped.
 */
public final class DeadLetters {

  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(20);

  private final KafkaTemplate<String, byte[]> kafka;

  DeadLetters(KafkaTemplate<String, byte[]> kafka) {
    this.kafka = kafka;
  }

  /** Publishes a consumed record to its dead-letter topic and waits for the broker. */
  public void publish(ConsumerRecord<String, byte[]> bad, String code, String detail) {
    var letter =
        new ProducerRecord<String, byte[]>(
            bad.topic() + "-dlt", bad.partition(), bad.key(), bad.value());
    bad.headers().forEach(letter.headers()::add);
    header(letter, CloudEventHeaders.DEAD_LETTER_CODE, code);
    header(letter, CloudEventHeaders.DEAD_LETTER_DETAIL, detail);
    header(letter, "churnops-dlt-partition", Integer.toString(bad.partition()));
    header(letter, "churnops-dlt-offset", Long.toString(bad.offset()));
    await(letter, kafka.send(letter));
  }

  private static void await(ProducerRecord<?, ?> letter, CompletableFuture<?> sent) {
    try {
      sent.get(CONFIRM_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while writing to " + letter.topic(), e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("The broker did not confirm a record for " + letter.topic(), e);
    }
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
