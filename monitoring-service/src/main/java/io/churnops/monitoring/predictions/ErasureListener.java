package io.churnops.monitoring.predictions;

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
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Removes the predictions about customers who are erased, and answers how many there were. */
@Component
class ErasureListener {

  private static final Logger log = LoggerFactory.getLogger(ErasureListener.class);
  private static final String SERVICE = "monitoring";
  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(20);

  private final TakePredictions predictions;
  private final KafkaTemplate<String, byte[]> kafka;
  private final InstantSource clock;

  ErasureListener(
      TakePredictions predictions, KafkaTemplate<String, byte[]> kafka, InstantSource clock) {
    this.predictions = predictions;
    this.kafka = kafka;
    this.clock = clock;
  }

  /** What {@code customer-erasure-answers.v1} says. */
  record Answer(UUID erasureId, String service, Map<String, Long> removed, Instant answeredAt) {}

  @KafkaListener(id = "customer-erasures", idIsGroup = false, topics = Topics.CUSTOMER_ERASURES)
  void onBatch(List<ConsumerRecord<String, byte[]>> batch) {
    for (int i = 0; i < batch.size(); i++) {
      ErasureMessage erasure = ErasureMessage.parse(batch.get(i).value(), i);
      long removed = predictions.erase(erasure.customerIds());
      answer(
          new Answer(
              erasure.erasureId(), SERVICE, Map.of("predictions", removed), clock.instant()));
      log.info("Erasure {} removed {} predictions", erasure.erasureId(), removed);
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
