package io.churnops.serving.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import tools.jackson.databind.json.JsonMapper;

class PredictionLogTests {

  private static final int ROOM = 10;

  /** Stays open when the template closes it, as pooled producers do. */
  private final MockProducer<String, byte[]> kafka =
      new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
        @Override
        public void close(Duration timeout) {}
      };

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PredictionLog log =
      new PredictionLog(new KafkaTemplate<>(producers()), new JsonMapper(), ROOM, meters);

  @AfterEach
  void stop() {
    log.stop();
  }

  @Test
  void sendsAgainWhatKafkaDidNotConfirm() {
    log.start();
    log.add(prediction("a"));
    await().until(() -> kafka.errorNext(new TimeoutException("no broker")));
    await().until(kafka::completeNext);
    assertThat(kafka.history()).extracting(ProducerRecord::key).containsExactly("a", "a");
    assertThat(dropped()).isZero();
  }

  @Test
  void dropsAndCountsWhatFindsNoRoom() {
    for (int i = 0; i < ROOM + 3; i++) {
      log.add(prediction("c" + i));
    }
    assertThat(dropped()).isEqualTo(3);
  }

  @Test
  void dropsAndCountsWhatKafkaWillNeverTake() {
    log.start();
    log.add(prediction("huge"));
    await().until(() -> kafka.errorNext(new RecordTooLargeException("too large")));
    await().until(() -> dropped() == 1);
    log.add(prediction("next"));
    await().until(kafka::completeNext);
    assertThat(kafka.history()).extracting(ProducerRecord::key).containsExactly("huge", "next");
  }

  @Test
  void sendsWhatWaitsBeforeItStops() {
    for (int i = 0; i < ROOM; i++) {
      log.add(prediction("c" + i));
    }
    log.start();
    Thread broker = Thread.startVirtualThread(this::confirmEverything);
    log.stop();
    broker.interrupt();
    assertThat(kafka.history()).hasSize(ROOM);
    assertThat(dropped()).isZero();
  }

  private void confirmEverything() {
    while (!Thread.interrupted()) {
      kafka.completeNext();
      Thread.onSpinWait();
    }
  }

  private double dropped() {
    return meters.counter("churnops.predictionlog.dropped").count();
  }

  private ProducerFactory<String, byte[]> producers() {
    return new ProducerFactory<>() {
      @Override
      public Producer<String, byte[]> createProducer() {
        return kafka;
      }
    };
  }

  private static LoggedPrediction prediction(String customer) {
    return new LoggedPrediction(
        "id",
        customer,
        "churn",
        1,
        "champion",
        Instant.EPOCH,
        Instant.EPOCH,
        0.5,
        "HIGH",
        "CHURN",
        0.4,
        Map.of(),
        List.of(),
        1);
  }
}
