package io.churnops.feature.state;

import io.churnops.contract.Topics;
import io.churnops.feature.log.BadEventException;
import io.churnops.feature.log.EventDecoder;
import io.churnops.feature.log.LogSource;
import io.churnops.feature.log.ReceivedEvent;
import io.churnops.kit.kafka.DeadLetters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Consumes customer events. What is bad goes to the dead-letter topic, alone and with its reason;
 * any other trouble is thrown, and the batch comes again until it passes. When Redis turns out to
 * have lost writes, the events since are read again.
 */
@Component
class CustomerEventListener extends ReadingConsumers {

  private static final Logger log = LoggerFactory.getLogger(CustomerEventListener.class);

  private final TakeEvents takeEvents;
  private final EventSources sources;
  private final FoldedPositions positions;
  private final DeadLetters deadLetters;
  private final FoldMetrics metrics;
  private final SettleIdentities settle;

  private final FoldedOffsets folded = new FoldedOffsets();
  private final BatchSources batchSources = new BatchSources(this::sourceOf);

  CustomerEventListener(
      TakeEvents takeEvents,
      EventSources sources,
      FoldedPositions positions,
      DeadLetters deadLetters,
      FoldMetrics metrics,
      SettleIdentities settle) {
    this.takeEvents = takeEvents;
    this.sources = sources;
    this.positions = positions;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.settle = settle;
  }

  @KafkaListener(
      id = "customer-events",
      idIsGroup = false,
      topics = Topics.CUSTOMER_EVENTS,
      concurrency = "${churnops.features.consumers}")
  void onBatch(List<ConsumerRecord<String, byte[]>> batch) {
    metrics.begin(batch.stream().mapToLong(ConsumerRecord::timestamp).min().orElse(Long.MAX_VALUE));
    Map<Integer, LogSource> from = batchSources.of(batch);
    List<ReceivedEvent> events = new ArrayList<>(batch.size());
    List<ConsumerRecord<String, byte[]>> good = new ArrayList<>(batch.size());
    for (ConsumerRecord<String, byte[]> record : batch) {
      try {
        events.add(EventDecoder.decode(record, sourceOf(record, from)));
        good.add(record);
      } catch (BadEventException e) {
        bury(record, e.code(), e.detail());
      }
    }
    take(events, good);
    advance(batch, events, from);
    batchSources.taken();
    metrics.done();
  }

  /** Offsets that go back may be those of a new topic under the old name. */
  private LogSource sourceOf(int partition, long first) {
    Optional<LogSource> known = sources.known(partition);
    boolean goesOn = first > folded.of(partition);
    if (known.isPresent() && goesOn) {
      return known.get();
    }
    LogSource source = sources.open(partition);
    if (!goesOn && known.filter(source::equals).isEmpty()) {
      folded.goBackTo(partition, first - 1);
    }
    return source;
  }

  private static LogSource sourceOf(
      ConsumerRecord<String, byte[]> record, Map<Integer, LogSource> from) {
    return Objects.requireNonNull(from.get(record.partition()));
  }

  private void take(List<ReceivedEvent> events, List<ConsumerRecord<String, byte[]>> records) {
    try {
      takeEvents.take(events);
    } catch (DataIntegrityViolationException e) {
      takeOneByOne(events, records);
    }
  }

  /** The log refused something that the decoder let pass: finds it, so that the others go on. */
  private void takeOneByOne(
      List<ReceivedEvent> events, List<ConsumerRecord<String, byte[]>> records) {
    for (int i = 0; i < events.size(); i++) {
      try {
        takeEvents.take(List.of(events.get(i)));
      } catch (DataIntegrityViolationException e) {
        bury(records.get(i), "refused_by_log", "The event log refuses the event's data");
      }
    }
  }

  private void bury(ConsumerRecord<String, byte[]> record, String code, String detail) {
    deadLetters.publish(record, code, detail);
    metrics.deadLetter();
    log.warn("Dead-lettered partition {} offset {}: {}", record.partition(), record.offset(), code);
  }

  private void advance(
      List<ConsumerRecord<String, byte[]>> batch,
      List<ReceivedEvent> events,
      Map<Integer, LogSource> from) {
    Map<Integer, Long> last = new TreeMap<>();
    batch.forEach(record -> last.merge(record.partition(), record.offset(), Math::max));
    last.forEach((partition, offset) -> {
      LogSource source = Objects.requireNonNull(from.get(partition));
      positions
          .advance(source, folded.of(partition), offset)
          .ifPresentOrElse(
              survived -> repair(partition, survived, events),
              () -> folded.reach(partition, offset));
    });
  }

  /**
   * Redis has lost what came after an offset, yet this batch was folded on top: its customers are
   * folded anew, and everything since that offset is read again for the others.
   */
  private void repair(int partition, long survived, List<ReceivedEvent> events) {
    takeEvents.refold(
        events.stream()
            .filter(received -> received.partition() == partition)
            .map(received -> received.event().customerId())
            .collect(Collectors.toSet()));
    rewind(partition, survived);
    folded.goBackTo(partition, survived);
  }

  /** Has the partition read again, unless it has become another instance's. */
  private void rewind(int partition, long survived) {
    if (!isReadHere(partition)) {
      return;
    }
    log.warn("Redis lost what was folded of partition {} after offset {}", partition, survived);
    settle.again();
    folded.readAgainAfter(partition, survived);
    seek(partition, survived + 1);
  }

  /** Looks for lost writes where no new event would show them. */
  @Scheduled(fixedDelayString = "1s", initialDelayString = "5s")
  void lookForLostWrites() {
    try {
      for (int partition : folded.partitions()) {
        // Before Redis is asked: what is folded meanwhile must not look lost.
        long before = folded.of(partition);
        positions
            .read(sources.known(partition).orElseGet(() -> sources.open(partition)))
            .ifPresent(survived -> {
              if (survived < before && !folded.isReadAgainAfter(partition, survived)) {
                rewind(partition, survived);
              }
            });
      }
    } catch (DataAccessException | TransactionException | KafkaException e) {
      log.debug("It cannot be asked how far Redis is: {}", e.toString());
    }
  }

  @Override
  public void onPartitionsAssigned(
      Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
    super.onPartitionsAssigned(assignments, callback);
    assignments.forEach((source, position) -> {
      // What another instance has seen in the meantime: a topic made anew, events folded on.
      sources.forget(source.partition());
      folded.assigned(source.partition(), position);
    });
  }

  @Override
  public void onPartitionsRevoked(@Nullable Collection<TopicPartition> partitions) {
    super.onPartitionsRevoked(partitions);
    metrics.done();
  }
}
