package io.churnops.ingestion.changes;

import io.churnops.ingestion.changes.ChangeLetterStore.Open;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.NamedCustomers;
import io.churnops.ingestion.mapping.ChangeMapping;
import io.churnops.ingestion.mapping.InvalidMappingException;
import io.churnops.kit.Ids;
import io.churnops.kit.erasure.ErasedCustomers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Copies records that could not become events from their topic to Postgres, each once, where they
 * are listed and decided on. Postgres may be away meanwhile.
 */
final class ChangeLetterListener {

  private static final Logger log = LoggerFactory.getLogger(ChangeLetterListener.class);

  private final ChangeLetterStore store;
  private final ChangeMappingStore mappings;
  private final ErasedCustomers erased;
  private final TransactionOperations transactions;
  private final ChangeProperties.Letters limits;
  private final Ids ids;
  private final InstantSource clock;
  private final JsonMapper json;

  ChangeLetterListener(
      ChangeLetterStore store,
      ChangeMappingStore mappings,
      ErasedCustomers erased,
      TransactionOperations transactions,
      ChangeProperties.Letters limits,
      Ids ids,
      InstantSource clock,
      JsonMapper json) {
    this.store = store;
    this.mappings = mappings;
    this.erased = erased;
    this.transactions = transactions;
    this.limits = limits;
    this.ids = ids;
    this.clock = clock;
    this.json = json;
  }

  @KafkaListener(
      id = "change-letters",
      topics = "#{@changeDeadLetterTopic.name()}",
      groupId = "ingestion-change-letters",
      properties = {"max.poll.records=200", "fetch.max.bytes=8388608"})
  void onBatch(List<ConsumerRecord<String, byte[]>> batch) {
    Instant now = clock.instant();
    Instant oldest = now.minus(limits.retention());
    EnvelopeReader reader = new EnvelopeReader();
    Map<String, Optional<ChangeRun>> runs = new HashMap<>();
    Open open = store.countOpen();
    for (ConsumerRecord<String, byte[]> record : batch) {
      ChangeLetter letter = ChangeLetter.of(record, reader).orElse(null);
      if (letter == null || letter.refusedAt().isBefore(oldest)) {
        continue;
      }
      if (open.records() >= limits.maxOpen() || open.bytes() >= limits.maxOpenSize().toBytes()) {
        log.warn(
            "No room for records of captures that are no events: open={} bytes={}",
            open.records(),
            open.bytes());
        throw new NoRoomException(open);
      }
      Set<String> subjects =
          runs.computeIfAbsent(letter.mapping(), this::run)
              .map(run -> subjects(run, letter))
              .orElse(Set.of());
      if (keep(letter, subjects, now)) {
        open = open.plus(record.serializedValueSize());
      }
    }
  }

  private Optional<ChangeRun> run(String mapping) {
    try {
      return mappings
          .find(mapping)
          .map(found -> new ChangeRun(ChangeMapping.parse(found.mapping()), json));
    } catch (InvalidMappingException wrong) {
      return Optional.empty();
    }
  }

  private static Set<String> subjects(ChangeRun run, ChangeLetter letter) {
    return letter.change() instanceof Change.OfRow row
        ? NamedCustomers.among(run.customers(row))
        : Set.of();
  }

  /** False if it was kept before, or may be about a customer who was erased. */
  private boolean keep(ChangeLetter letter, Set<String> subjects, Instant now) {
    Set<String> named = new HashSet<>(letter.named());
    named.addAll(subjects);
    named.removeIf(name -> name.length() > EventJudge.MAX_TEXT);
    return Boolean.TRUE.equals(
        transactions.execute(_ ->
            erased.among(named).isEmpty()
                && store.keep(UUID.fromString(ids.next()), letter, subjects, named, now)));
  }

  /** Passes when somebody decides, or when the oldest go. */
  static final class NoRoomException extends RuntimeException {

    NoRoomException(Open open) {
      super("There are " + open.records() + " records already; the next ones wait on the topic");
    }
  }
}
