package io.churnops.kit.erasure;

import io.churnops.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Hears of customers who are erased, has the service remove its own of them, and answers. */
final class ErasureListener {

  private static final Logger log = LoggerFactory.getLogger(ErasureListener.class);
  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(20);

  private final ErasesCustomers service;
  private final KafkaTemplate<String, byte[]> kafka;
  private final InstantSource clock;

  ErasureListener(
      ErasesCustomers service, KafkaTemplate<String, byte[]> kafka, InstantSource clock) {
    this.service = service;
    this.kafka = kafka;
    this.clock = clock;
  }

  /** What {@code customer-erasure-answers.v1} says. */
  record Answer(UUID erasureId, String service, Map<String, Long> removed, Instant answeredAt) {}

  @KafkaListener(
      id = "customer-erasures",
      groupId = "${spring.application.name}-erasures",
      topics = Topics.CUSTOMER_ERASURES)
  void onBatch(List<ConsumerRecord<String, byte[]>> batch) {
    for (int i = 0; i < batch.size(); i++) {
      ErasureMessage erasure = ErasureMessage.parse(batch.get(i).value(), i);
      Map<String, Long> removed = service.erase(erasure.customerIds());
      answer(new Answer(erasure.erasureId(), service.service(), removed, clock.instant()));
      log.info("Erasure {} removed {}", erasure.erasureId(), removed);
    }
  }

  private void answer(Answer answer) {
    try {
      kafka
          .send(
              Topics.CUSTOMER_ERASURE_ANSWERS,
              answer.erasureId().toString(),
              JsonMapper.shared().writeValueAsBytes(answer))
          .get(CONFIRM_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while answering an erasure", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("The broker did not confirm the answer to an erasure", e);
    }
  }
}
