package io.churnops.training.lifecycle;

import io.churnops.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries the outbox to Kafka. A message is marked sent only after the broker's acknowledgement,
 * and none overtakes an earlier one; without a broker they wait.
 */
@Component
class LifecycleRelay {

  private static final Logger log = LoggerFactory.getLogger(LifecycleRelay.class);
  private static final long EVERY_MILLISECONDS = 250;
  private static final int BATCH = 100;
  private static final long ACKNOWLEDGEMENT_SECONDS = 20;

  private final LifecycleOutbox outbox;
  private final KafkaTemplate<String, byte[]> kafka;
  private final TransactionTemplate transaction;
  private boolean interrupted;

  LifecycleRelay(
      LifecycleOutbox outbox,
      KafkaTemplate<String, byte[]> kafka,
      TransactionTemplate transaction) {
    this.outbox = outbox;
    this.kafka = kafka;
    this.transaction = transaction;
  }

  @Scheduled(fixedDelay = EVERY_MILLISECONDS)
  void relay() {
    try {
      transaction.executeWithoutResult(_ -> {
        if (outbox.claim()) {
          sendInOrder(outbox.oldestUnsent(BATCH));
        }
      });
    } catch (DataAccessException | TransactionException e) {
      reportOnce("The outbox of lifecycle messages is out of reach", e);
    }
  }

  private void sendInOrder(List<LifecycleOutbox.Unsent> messages) {
    for (LifecycleOutbox.Unsent message : messages) {
      try {
        kafka
            .send(
                Topics.MODEL_LIFECYCLE,
                message.key(),
                message.payload().getBytes(StandardCharsets.UTF_8))
            .get(ACKNOWLEDGEMENT_SECONDS, TimeUnit.SECONDS);
        outbox.markSent(message.id());
        interrupted = false;
      } catch (ExecutionException | TimeoutException | KafkaException e) {
        reportOnce("Kafka takes no lifecycle messages; they wait", e);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void reportOnce(String trouble, Exception cause) {
    if (!interrupted) {
      log.warn(trouble, cause);
      interrupted = true;
    }
  }
}
