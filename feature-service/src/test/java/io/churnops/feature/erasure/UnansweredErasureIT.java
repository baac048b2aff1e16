package io.churnops.feature.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.Topics;
import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.Store;
import io.churnops.kit.erasure.ErasureTopics;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;

/** A service that was away for longer than the topic keeps an erasure is told again. */
@FeatureServiceTest
class UnansweredErasureIT {

  private final ErasureWorker worker;
  private final Store store;
  private final JdbcClient jdbc;
  private final KafkaTemplate<String, byte[]> kafka;

  UnansweredErasureIT(
      @Autowired ErasureWorker worker,
      @Autowired Store store,
      @Autowired JdbcClient jdbc,
      @Autowired KafkaTemplate<String, byte[]> kafka) {
    this.worker = worker;
    this.store = store;
    this.jdbc = jdbc;
    this.kafka = kafka;
  }

  @Test
  void isAnnouncedAgainUntilEverybodyHasAnswered() {
    String customer = "away-" + UUID.randomUUID();
    String location =
        store.delete("/v1/customers/" + customer).headers().firstValue("Location").orElseThrow();
    UUID erasure = UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    await().atMost(Store.PATIENCE).until(() -> announced(erasure).size() == 1);
    await().atMost(Store.PATIENCE).until(() -> isDoneHere(erasure));

    worker.announceAgain();
    assertThat(announced(erasure)).as("it was told just now").hasSize(1);
    toldLongAgo(erasure);
    worker.announceAgain();
    worker.announceAgain();
    assertThat(announced(erasure))
        .hasSize(2)
        .allSatisfy(record -> assertThat(new String(record.value(), UTF_8)).contains(customer));

    answer(erasure, "ingestion");
    answer(erasure, "ingestion");
    toldLongAgo(erasure);
    worker.announceAgain();
    assertThat(announced(erasure)).as("monitoring has not answered").hasSize(3);
    answer(erasure, "monitoring");
    await()
        .atMost(Store.PATIENCE)
        .until(() ->
            jdbc.sql("select work is null from erasure where erasure_id = ?")
                .param(erasure)
                .query(Boolean.class)
                .single());
    toldLongAgo(erasure);
    worker.announceAgain();
    assertThat(announced(erasure)).hasSize(3);
    assertThat(store.json(store.get(location)).path("status").stringValue()).isEqualTo("COMPLETE");
  }

  private boolean isDoneHere(UUID erasure) {
    return jdbc.sql("select announced from erasure where erasure_id = ?")
        .param(erasure)
        .query(Boolean.class)
        .single();
  }

  private void toldLongAgo(UUID erasure) {
    jdbc.sql("update erasure set announced_at = ? where erasure_id = ?")
        .params(
            OffsetDateTime.now(ZoneOffset.UTC).minus(ErasureTopics.RETENTION.dividedBy(2)), erasure)
        .update();
  }

  private void answer(UUID erasure, String service) {
    String answer =
        """
        {"erasureId": "%s", "service": "%s", "removed": {}, "answeredAt": "2026-11-21T10:00:00Z"}
        """
            .formatted(erasure, service);
    kafka.send(Topics.CUSTOMER_ERASURE_ANSWERS, "x", answer.getBytes(UTF_8)).join();
  }

  private static List<ConsumerRecord<String, byte[]>> announced(UUID erasure) {
    return Store.read(Topics.CUSTOMER_ERASURES).stream()
        .filter(record -> erasure.toString().equals(record.key()))
        .toList();
  }
}
