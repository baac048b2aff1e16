package io.churnops.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.churnops.contract.CloudEventHeaders;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

class DeadLettersTests {

  private static final ConsumerRecord<String, byte[]> BAD =
      new ConsumerRecord<>("things.v1", 3, 42, "C-1", "{".getBytes(StandardCharsets.UTF_8));

  @Test
  void keepsTheRecordWithItsReasonAndOrigin() {
    MockProducer<String, byte[]> broker =
        new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());

    deadLetters(broker).publish(BAD, "malformed_json", "Ends too early");

    assertThat(broker.history())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.topic()).isEqualTo("things.v1-dlt");
          assertThat(letter.partition()).isEqualTo(3);
          assertThat(letter.key()).isEqualTo("C-1");
          assertThat(letter.value()).isEqualTo(BAD.value());
          assertThat(
                  new String(
                      letter.headers().lastHeader(CloudEventHeaders.DEAD_LETTER_CODE).value(),
                      StandardCharsets.UTF_8))
              .isEqualTo("malformed_json");
          assertThat(letter.headers().lastHeader("churnops-dlt-offset").value())
              .asString()
              .isEqualTo("42");
          assertThat(letter.headers().lastHeader("churnops-dlt-timestamp").value())
              .asString()
              .isEqualTo(Long.toString(BAD.timestamp()));
        });
  }

  @Test
  void throwsWhenTheBrokerDoesNotConfirm() {
    MockProducer<String, byte[]> broker =
        new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    broker.sendException = new TimeoutException("no broker");

    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> deadLetters(broker).publish(BAD, "malformed_json", "Ends too early"));
  }

  private static DeadLetters deadLetters(MockProducer<String, byte[]> broker) {
    var producers =
        new DefaultKafkaProducerFactory<String, byte[]>(Map.of()) {
          @Override
          protected Producer<String, byte[]> createKafkaProducer() {
            return broker;
          }
        };
    return new DeadLetters(new KafkaTemplate<>(producers), new SimpleMeterRegistry());
  }
}
