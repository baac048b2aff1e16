package io.churnops.ingestion.quarantine;

import io.churnops.contract.Topics;
import io.churnops.kit.Ids;
import io.churnops.kit.erasure.ErasedCustomers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Copies dead letters into the quarantine, each once. So an event is quarantined as soon as Kafka
 * has it, whether Postgres is there or not; it is listed when Postgres is.
 */
final class QuarantineListener {

  private static final Logger log = LoggerFactory.getLogger(QuarantineListener.class);

  private final QuarantineStore store;
  private final ErasedCustomers erased;
  private final TransactionOperations transactions;
  private final QuarantineProperties limits;
  private final Ids ids;
  private final InstantSource clock;
  private final Counter kept;
  private final Counter passedOver;

  QuarantineListener(
      QuarantineStore store,
      ErasedCustomers erased,
      TransactionOperations transactions,
      QuarantineProperties limits,
      Ids ids,
      InstantSource clock,
      MeterRegistry metrics) {
    this.store = store;
    this.erased = erased;
    this.transactions = transactions;
    this.limits = limits;
    this.ids = ids;
    this.clock = clock;
    kept = counter("kept", metrics);
    passedOver = counter("passed_over", metrics);
  }

  private static Counter counter(String result, MeterRegistry metrics) {
    return Counter.builder("churnops.quarantine.letters")
        .description("Dead letters by whether the quarantine had room for them")
        .tag("result", result)
        .register(metrics);
  }

  @KafkaListener(
      id = "quarantine",
      idIsGroup = false,
      topics = Topics.CUSTOMER_EVENTS_DEAD_LETTER,
      properties = {"max.poll.records=200", "fetch.max.bytes=8388608"})
  void onBatch(List<ConsumerRecord<String, byte[]>> batch) {
    Instant now = clock.instant();
    Instant oldest = now.minus(limits.retention());
    OpenCount open = store.countOpen();
    for (ConsumerRecord<String, byte[]> record : batch) {
      DeadLetter letter = DeadLetter.of(record);
      if (letter.refusedAt().isBefore(oldest)) {
        continue;
      }
      if (!letter.quarantined() && open.refused() >= limits.maxOpenRefused()) {
        passedOver.increment();
        continue;
      }
      if (open.all() >= limits.maxOpen()) {
        log.warn("The quarantine is full: open={}", open.all());
        throw new QuarantineFullException(limits.maxOpen());
      }
      if (keep(letter, now)) {
        kept.increment();
        open = open.plus(letter.quarantined());
      }
    }
  }

  /** False if it was kept before, or is about a customer who was erased. */
  private boolean keep(DeadLetter letter, Instant now) {
    return Boolean.TRUE.equals(
        transactions.execute(_ ->
            erased.among(letter.customers()).isEmpty()
                && store.keep(UUID.fromString(ids.next()), letter, now)));
  }

  /** Passes when somebody decides, or when the oldest go. */
  static final class QuarantineFullException extends RuntimeException {

    QuarantineFullException(int limit) {
      super("There are " + limit + " events in quarantine; the next ones wait on the topic");
    }
  }
}
