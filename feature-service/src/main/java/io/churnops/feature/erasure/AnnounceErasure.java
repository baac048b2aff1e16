package io.churnops.feature.erasure;

import io.churnops.contract.Topics;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells the other services who is erased. */
@Component
class AnnounceErasure {

  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(20);

  private final KafkaTemplate<String, byte[]> kafka;
  private final JsonMapper json;

  AnnounceErasure(KafkaTemplate<String, byte[]> kafka, JsonMapper json) {
    this.kafka = kafka;
    this.json = json;
  }

  /** Returns once the broker has it. */
  void announce(ErasureRow row, ErasureWork work) {
    var message = ErasureMessage.of(row.erasureId(), work.ids(), row.requestedAt());
    try {
      kafka
          .send(
              Topics.CUSTOMER_ERASURES, row.erasureId().toString(), json.writeValueAsBytes(message))
          .get(CONFIRM_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while announcing an erasure", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("The broker did not confirm an erasure", e);
    }
  }
}
