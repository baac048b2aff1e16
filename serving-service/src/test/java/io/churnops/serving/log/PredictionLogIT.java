package io.churnops.serving.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.Topics;
import io.churnops.platform.LocalPlatform;
import io.churnops.platform.test.TestServers;
import io.churnops.serving.ServingSuite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.ConsumerFactory;
import tools.jackson.databind.JsonNode;

/** Predictions on their way into Kafka, with Kafka up and down. */
class PredictionLogIT extends ServingSuite {

  @Autowired private ConsumerFactory<String, byte[]> consumers;

  @BeforeEach
  void serve() {
    serveNewChampion();
  }

  @Test
  void logsWhatWasAnswered() {
    String customer = customerWithOrders(3, 10, 50);
    JsonNode answered =
        post(
                "/v1/predictions",
                "{\"customerId\": \"%s\", \"include\": [\"features\"]}".formatted(customer))
            .json();
    String id = answered.get("predictionId").asString();
    Map<String, JsonNode> logged = new HashMap<>();
    try (Consumer<String, byte[]> consumer = consumer()) {
      await().atMost(SOON).until(() -> poll(consumer, logged).containsKey(id));
    }
    JsonNode row = Objects.requireNonNull(logged.get(id));
    assertThat(row.get("inputs")).isEqualTo(answered.get("features"));
    for (String field :
        List.of(
            "customerId",
            "modelName",
            "modelVersion",
            "variant",
            "evaluatedAt",
            "featuresAsOf",
            "churnProbability",
            "riskBand",
            "decision",
            "degraded")) {
      assertThat(row.get(field)).as(field).isEqualTo(answered.get(field));
    }
    assertThat(row.get("latencyMicros").asLong()).isPositive();
  }

  @Test
  void scoresWhileKafkaIsAwayAndLogsLater() {
    Optional<LocalPlatform> local = TestServers.shared().local();
    assumeThat(local).isPresent();
    String customer = customerWithOrders(3);
    predict(customer);
    Set<String> answered = new HashSet<>();
    local.get().kafka().stop();
    try {
      for (int i = 0; i < 50; i++) {
        Answer answer = predict(customer);
        assertThat(answer.status()).isEqualTo(200);
        answered.add(answer.json().get("predictionId").asString());
      }
    } finally {
      local.get().kafka().start();
    }
    Map<String, JsonNode> logged = new HashMap<>();
    try (Consumer<String, byte[]> consumer = consumer()) {
      await().until(() -> poll(consumer, logged).keySet().containsAll(answered));
    }
  }

  private Consumer<String, byte[]> consumer() {
    Consumer<String, byte[]> consumer = consumers.createConsumer();
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < Topics.CUSTOMER_PARTITIONS; partition++) {
      partitions.add(new TopicPartition(Topics.PREDICTION_LOG, partition));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static Map<String, JsonNode> poll(
      Consumer<String, byte[]> consumer, Map<String, JsonNode> logged) {
    for (var message : consumer.poll(Duration.ofMillis(200))) {
      JsonNode row = JSON.readTree(message.value());
      assertThat(message.key()).isEqualTo(row.get("customerId").asString());
      logged.put(row.get("predictionId").asString(), row);
    }
    return logged;
  }
}
