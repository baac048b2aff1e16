package io.churnops.ingestion.quality;

import io.churnops.ingestion.event.CustomerEvent;
import io.churnops.ingestion.intake.AcceptedEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Counts accepted events by type and minute, and adds the counts of all instances up in Postgres.
 * Counts, not a ledger: a crash loses those of the last seconds.
 */
final class ArrivalCounter implements AcceptedEvents, AutoCloseable {

  static final int EVERY_SECONDS = 10;

  /** Counts that wait for Postgres at the most: a day of a few types. */
  private static final int MAX_WAITING = 20_000;

  private static final Logger log = LoggerFactory.getLogger(ArrivalCounter.class);

  private final QualityStore store;
  private final TransactionOperations transactions;
  private Map<Minute, Count> counts = new HashMap<>();

  ArrivalCounter(QualityStore store, TransactionOperations transactions) {
    this.store = store;
    this.transactions = transactions;
  }

  private record Minute(String type, Instant start) {}

  private record Count(long events, Instant last) {

    Count plus(Count other) {
      return new Count(events + other.events, last.isAfter(other.last) ? last : other.last);
    }
  }

  @Override
  public void accepted(List<CustomerEvent> events, Instant now) {
    Map<String, Long> byType = new HashMap<>();
    for (CustomerEvent event : events) {
      byType.merge(event.type(), 1L, Long::sum);
    }
    add(byType, now);
  }

  private synchronized void add(Map<String, Long> byType, Instant now) {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    byType.forEach((type, events) ->
        counts.merge(new Minute(type, minute), new Count(events, now), Count::plus));
  }

  @Scheduled(fixedDelay = EVERY_SECONDS, timeUnit = TimeUnit.SECONDS)
  void flush() {
    Map<Minute, Count> written = take();
    if (written.isEmpty()) {
      return;
    }
    try {
      transactions.executeWithoutResult(_ ->
          written.forEach((minute, count) ->
              store.arrived(minute.type(), minute.start(), count.events(), count.last())));
    } catch (DataAccessException | TransactionException away) {
      log.warn("Arrivals not written yet: {}", away.toString());
      giveBack(written);
    }
  }

  private synchronized Map<Minute, Count> take() {
    Map<Minute, Count> taken =
        new TreeMap<>(Comparator.comparing(Minute::type).thenComparing(Minute::start));
    taken.putAll(counts);
    counts = new HashMap<>();
    return taken;
  }

  private synchronized void giveBack(Map<Minute, Count> unwritten) {
    if (counts.size() + unwritten.size() <= MAX_WAITING) {
      unwritten.forEach((minute, count) -> counts.merge(minute, count, Count::plus));
    }
  }

  @Override
  public void close() {
    flush();
  }
}
