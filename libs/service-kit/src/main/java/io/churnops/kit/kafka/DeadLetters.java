package io.churnops.kit.kafka;

import io.churnops.contract.CloudEventHeaders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Keeps bad records, each with its reason; unless said otherwise beside the topic they came from:
 * same key, value and partition, in {@code <topic>-dlt}. Of one that is too large for that topic
 * the beginning is kept, and where the whole is. Returns only once the broker has confirmed; when
 * it does not, throws, so that nothing is skipped.
 */
public final class DeadLetters {

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(20);
  private static final int MOST_OF_VALUE = 32 * 1_024;
  private static final int LONGEST_TEXT = 1_024;
  private static final int MOST_HEADERS = 50;

  private final KafkaTemplate<String, byte[]> kafka;
  private final Counter refused;

  DeadLetters(KafkaTemplate<String, byte[]> kafka, MeterRegistry meters) {
    this.kafka = kafka;
    this.refused =
        Counter.builder("churnops.deadletter.refused")
            .description("Dead letters that the broker did not confirm; their partitions wait")
            .register(meters);
  }

  /** Publishes a consumed record to its dead-letter topic and waits for the broker. */
  public void publish(ConsumerRecord<String, byte[]> bad, String code, String detail) {
    publish(bad, new Place(bad.topic() + "-dlt", bad.partition(), Map.of()), code, detail);
  }

  /**
   * Publishes a consumed record and waits for the broker.
   *
   * @param topic where dead letters from several topics are
   * @param headers what is told beside the reason
   */
  public void publishTo(
      String topic,
      ConsumerRecord<String, byte[]> bad,
      Map<String, String> headers,
      String code,
      String detail) {
    publish(bad, new Place(topic, null, headers), code, detail);
  }

  private record Place(String topic, @Nullable Integer partition, Map<String, String> headers) {}

  private void publish(
      ConsumerRecord<String, byte[]> bad, Place place, String code, String detail) {
    try {
      if (!isTaken(letter(bad, place, code, detail))
          && !isTaken(beginning(bad, place, code, detail))) {
        throw new KafkaException(place.topic() + " takes not even the beginning of a record");
      }
    } catch (KafkaException e) {
      refused.increment();
      log.warn(
          "{} partition {} waits at offset {}, which is bad ({}): {}",
          bad.topic(),
          bad.partition(),
          bad.offset(),
          code,
          e.toString());
      throw e;
    }
  }

  private static ProducerRecord<String, byte[]> letter(
      ConsumerRecord<String, byte[]> bad, Place place, String code, String detail) {
    var letter =
        new ProducerRecord<String, byte[]>(
            place.topic(), place.partition(), bad.key(), bad.value());
    bad.headers().forEach(letter.headers()::add);
    return withReason(letter, bad, place, code, detail);
  }

  private static ProducerRecord<String, byte[]> beginning(
      ConsumerRecord<String, byte[]> bad, Place place, String code, String detail) {
    String key = bad.key();
    byte[] value = bad.value();
    var letter =
        new ProducerRecord<String, byte[]>(
            place.topic(),
            place.partition(),
            key == null || key.length() > LONGEST_TEXT ? null : key,
            value == null || value.length <= MOST_OF_VALUE
                ? value
                : Arrays.copyOf(value, MOST_OF_VALUE));
    int kept = 0;
    for (Header header : bad.headers()) {
      if (header.key().length() <= LONGEST_TEXT
          && (header.value() == null || header.value().length <= LONGEST_TEXT)
          && kept++ < MOST_HEADERS) {
        letter.headers().add(header);
      }
    }
    header(letter, "churnops-dlt-cut", "true");
    return withReason(letter, bad, place, code, detail);
  }

  private static ProducerRecord<String, byte[]> withReason(
      ProducerRecord<String, byte[]> letter,
      ConsumerRecord<String, byte[]> bad,
      Place place,
      String code,
      String detail) {
    header(letter, CloudEventHeaders.DEAD_LETTER_CODE, code);
    header(letter, CloudEventHeaders.DEAD_LETTER_DETAIL, detail);
    header(letter, CloudEventHeaders.DEAD_LETTER_PARTITION, Integer.toString(bad.partition()));
    header(letter, CloudEventHeaders.DEAD_LETTER_OFFSET, Long.toString(bad.offset()));
    header(letter, CloudEventHeaders.DEAD_LETTER_TIMESTAMP, Long.toString(bad.timestamp()));
    place.headers().forEach((name, value) -> header(letter, name, value));
    return letter;
  }

  /** Whether the broker has confirmed a letter; false if it is too large. */
  private boolean isTaken(ProducerRecord<String, byte[]> letter) {
    try {
      kafka.send(letter).get(CONFIRM_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while writing to " + letter.topic(), e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      if (isTooLarge(e)) {
        return false;
      }
      throw new KafkaException("The broker did not confirm a record for " + letter.topic(), e);
    }
  }

  private static boolean isTooLarge(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException) {
        return true;
      }
    }
    return false;
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
