package io.churnops.ingestion.eventlog;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The event log in Kafka. Sends everything, then waits for everything; gives up at the first record
 * the producer cannot even queue, because each further one would block as long. One future stands
 * for all records of a call.
 */
final class KafkaEventLog implements EventLog {

  private static final Logger log = LoggerFactory.getLogger(KafkaEventLog.class);

  private final ProducerFactory<String, byte[]> producers;
  private final Duration confirmWithin;

  KafkaEventLog(ProducerFactory<String, byte[]> producers, Duration confirmWithin) {
    this.producers = producers;
    this.confirmWithin = confirmWithin;
  }

  @Override
  public void append(List<ProducerRecord<String, byte[]>> records) {
    if (records.isEmpty()) {
      return;
    }
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    try (Producer<String, byte[]> producer = producers.createProducer()) {
      AtomicInteger unconfirmed = new AtomicInteger(records.size());
      Callback callback =
          (_, failure) -> {
            if (failure != null) {
              confirmed.completeExceptionally(failure);
            } else if (unconfirmed.decrementAndGet() == 0) {
              confirmed.complete(null);
            }
          };
      for (ProducerRecord<String, byte[]> record : records) {
        var _ = producer.send(record, callback);
        if (confirmed.isCompletedExceptionally()) {
          break;
        }
      }
      confirmed.get(confirmWithin.toMillis(), TimeUnit.MILLISECONDS);
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
