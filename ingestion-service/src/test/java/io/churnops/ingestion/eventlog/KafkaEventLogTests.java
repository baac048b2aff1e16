package io.churnops.ingestion.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.kafka.core.ProducerFactory;

class KafkaEventLogTests {

  @Test
  void returnsOnceEverythingIsConfirmed() {
    MockProducer<String, byte[]> producer = producer(true);
    log(producer, Duration.ofSeconds(10)).append(records(3));
    assertThat(producer.history()).hasSize(3);
  }

  @Test
  void doesNotReturnBeforeTheLastRecordIsConfirmed() {
    MockProducer<String, byte[]> producer = producer(false);
    CompletableFuture<Void> append =
        CompletableFuture.runAsync(() -> log(producer, Duration.ofSeconds(10)).append(records(2)));
    while (producer.history().size() < 2) {
      Thread.onSpinWait();
    }
    producer.completeNext();
    assertThat(append).isNotDone();
    producer.completeNext();
    assertThatCode(append::join).doesNotThrowAnyException();
  }

  @Test
  void givesUpWhenOneRecordFails() {
    MockProducer<String, byte[]> producer = producer(false);
    CompletableFuture<Void> append =
        CompletableFuture.runAsync(() -> log(producer, Duration.ofSeconds(10)).append(records(2)));
    while (producer.history().size() < 2) {
      Thread.onSpinWait();
    }
    producer.completeNext();
    producer.errorNext(new TimeoutException("delivery timeout"));
    assertThatThrownBy(append::join).hasCauseInstanceOf(NotConfirmedException.class);
  }

  @Test
  void givesUpWhenNothingIsConfirmedInTime() {
    assertThatThrownBy(() -> log(producer(false), Duration.ofMillis(20)).append(records(2)))
        .isInstanceOfSatisfying(
            NotConfirmedException.class,
            notConfirmed -> {
              assertThat(notConfirmed.getStatusCode().value()).isEqualTo(503);
              assertThat(notConfirmed.getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                  .isEqualTo("5");
            });
  }

  @Test
  void stopsAtTheFirstRecordThatCannotBeQueued() {
    MockProducer<String, byte[]> producer = producer(false);
    producer.sendException = new TimeoutException("not present in metadata");
    assertThatThrownBy(() -> log(producer, Duration.ofSeconds(10)).append(records(2_500)))
        .isInstanceOf(NotConfirmedException.class);
    assertThat(producer.history()).isEmpty();
  }

  private static KafkaEventLog log(MockProducer<String, byte[]> producer, Duration within) {
    ProducerFactory<String, byte[]> factory = () -> producer;
    return new KafkaEventLog(factory, within);
  }

  private static MockProducer<String, byte[]> producer(boolean confirming) {
    return new MockProducer<>(confirming, null, new StringSerializer(), new ByteArraySerializer()) {

      /** Closing gives a producer back; this one is the test's. */
      @Override
      public void close() {}
    };
  }

  private static List<ProducerRecord<String, byte[]>> records(int count) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>("topic", "key", new byte[] {1});
    return Collections.nCopies(count, record);
  }
}
