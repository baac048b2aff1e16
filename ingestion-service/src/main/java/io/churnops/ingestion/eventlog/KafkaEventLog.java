package io.churnops.ingestion.eventlog;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * The event log in Kafka. Sends everything, then waits for everything; gives up at the first record
 * the producer cannot even queue, because each further one would block as long.
 */
final class KafkaEventLog implements EventLog {

  private static final Logger log = LoggerFactory.getLogger(KafkaEventLog.class);

  private final KafkaTemplate<String, byte[]> kafka;
  private final Duration confirmWithin;

  KafkaEventLog(KafkaTemplate<String, byte[]> kafka, Duration confirmWithin) {
    this.kafka = kafka;
    this.confirmWithin = confirmWithin;
  }

  @Override
  public void append(List<ProducerRecord<String, byte[]>> records) {
    try {
      CompletableFuture<?>[] sent = new CompletableFuture<?>[records.size()];
      for (int i = 0; i < sent.length; i++) {
        sent[i] = kafka.send(records.get(i));
        if (sent[i].isCompletedExceptionally()) {
          sent[i].join();
        }
      }
      CompletableFuture.allOf(sent).get(confirmWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notConfirmed(records, e);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw notConfirmed(records, e);
    }
  }

  private static NotConfirmedException notConfirmed(
      List<ProducerRecord<String, byte[]>> records, Exception cause) {
    log.warn("Kafka did not confirm {} records: {}", records.size(), cause.toString());
    return new NotConfirmedException(cause);
  }
}
