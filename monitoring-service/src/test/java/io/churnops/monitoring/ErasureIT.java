package io.churnops.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.Topics;
import io.churnops.platform.test.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;

/** Who is erased is gone from the predictions, and stays so. */
class ErasureIT extends MonitoringSuite {

  @Autowired private JdbcClient jdbc;
  @Autowired private KafkaTemplate<String, byte[]> producer;

  @Test
  void removesThePredictionsOfACustomerAndKeepsNoneThatComeLater() throws Exception {
    String model = unique("erased");
    String erased = unique("C");
    String other = unique("C");
    log(Predictions.of(model).one(UUID.randomUUID().toString(), erased));
    log(Predictions.of(model).one(UUID.randomUUID().toString(), erased));
    log(Predictions.of(model).one(UUID.randomUUID().toString(), other));
    await().atMost(SOON).until(() -> kept(erased) == 2 && kept(other) == 1);

    String erasure = UUID.randomUUID().toString();
    announce(erasure, "{\"erasureId\": \"%s\"}".formatted(erasure));
    announce(
        erasure,
        """
        {"erasureId": "%s", "customerIds": ["%s", "unheard of"], "requestedAt": "2026-11-21T10:00:00Z"}
        """
            .formatted(erasure, erased));
    await().atMost(SOON).until(() -> !answers(erasure).isEmpty());
    JsonNode answer = answers(erasure).getFirst();
    assertThat(answer.path("service").stringValue()).isEqualTo("monitoring");
    assertThat(answer.path("removed").path("predictions").intValue()).isEqualTo(2);
    assertThat(answer.path("remaining").valueStream().toList())
        .anySatisfy(remaining -> {
          assertThat(remaining.path("store").stringValue()).isEqualTo("kafka:prediction-log.v1");
          assertThat(remaining.path("until").isString()).isTrue();
        });
    assertThat(kept(erased)).isZero();
    assertThat(kept(other)).isEqualTo(1);

    log(Predictions.of(model).one(UUID.randomUUID().toString(), erased));
    log(Predictions.of(model).one(UUID.randomUUID().toString(), other));
    await().atMost(SOON).until(() -> hasReadEverything() && kept(other) == 2);
    assertThat(kept(erased)).isZero();

    announce(
        erasure,
        """
        {"erasureId": "%s", "customerIds": ["%s"], "requestedAt": "2026-11-21T10:00:00Z"}
        """
            .formatted(erasure, erased));
    await().atMost(SOON).until(() -> answers(erasure).size() == 2);
    assertThat(answers(erasure).getLast().path("removed")).isEqualTo(answer.path("removed"));
  }

  private void announce(String key, String message) {
    producer.send(Topics.CUSTOMER_ERASURES, key, message.getBytes(UTF_8)).join();
  }

  private long kept(String customer) {
    return jdbc.sql("select count(*) from prediction where customer_id = ?")
        .param(customer)
        .query(Long.class)
        .single();
  }

  private static List<JsonNode> answers(String erasure) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", TestServers.shared().kafkaBootstrap());
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      var topic = new TopicPartition(Topics.CUSTOMER_ERASURE_ANSWERS, 0);
      consumer.assign(List.of(topic));
      consumer.seekToBeginning(List.of(topic));
      long end = consumer.endOffsets(List.of(topic)).getOrDefault(topic, 0L);
      List<JsonNode> answers = new ArrayList<>();
      while (consumer.position(topic) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> {
              if (erasure.equals(record.key())) {
                answers.add(JSON.readTree(record.value()));
              }
            });
      }
      return answers;
    }
  }
}
