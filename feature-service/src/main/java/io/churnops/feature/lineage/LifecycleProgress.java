package io.churnops.feature.lineage;

import io.churnops.contract.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Whether all that was announced of models has been taken note of, as Kafka sees it. */
@Component
class LifecycleProgress {

  private static final Logger log = LoggerFactory.getLogger(LifecycleProgress.class);
  private static final TopicPartition ANNOUNCED = new TopicPartition(Topics.MODEL_LIFECYCLE, 0);
  private static final int PATIENCE_SECONDS = 5;

  private final Admin kafka;

  LifecycleProgress(Admin kafka) {
    this.kafka = kafka;
  }

  /** False as well while Kafka does not answer. */
  boolean isAtTheEnd() {
    try {
      long end =
          within(
                  kafka
                      .listOffsets(Map.of(ANNOUNCED, OffsetSpec.latest()))
                      .partitionResult(ANNOUNCED))
              .offset();
      OffsetAndMetadata read =
          within(
                  kafka
                      .listConsumerGroupOffsets(LifecycleListener.GROUP)
                      .partitionsToOffsetAndMetadata())
              .get(ANNOUNCED);
      return end == 0 || read != null && read.offset() >= end;
    } catch (ExecutionException | TimeoutException e) {
      log.warn("Kafka does not say what was announced of models: {}", e.toString());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static <T> T within(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
