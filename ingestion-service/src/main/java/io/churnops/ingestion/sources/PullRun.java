package io.churnops.ingestion.sources;

import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.intake.ItemVerdict;
import io.churnops.ingestion.mapping.MappingRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes the rows of one run, piece by piece: maps them, publishes their events, and only when Kafka
 * has confirmed all of them moves the cursor. Whatever is cut off in between is read again, and
 * gives the same events with the same ids. For one thread.
 */
final class PullRun implements RowReader.Pieces {

  private static final Logger log = LoggerFactory.getLogger(PullRun.class);

  private final PullSource source;
  private final Instant begun;
  private final SeenRows seen;
  private final Publisher publisher;
  private final Ledger ledger;
  private final MappingRun mapping;
  private final RowEvents rowEvents;
  private final List<byte[]> made = new ArrayList<>();
  private final List<Piece> piece = new ArrayList<>();
  private final Map<UUID, Long> fresh = new HashMap<>();
  private final Map<UUID, Long> waiting = new HashMap<>();
  private final long from;
  private @Nullable Long position;
  private long furthest = Long.MIN_VALUE;
  private long read;
  private long seenBefore;
  private long unmappable;
  private long accepted;
  private long duplicates;
  private long rejected;
  private long quarantined;

  /** Publishes events and refusals, in their order. */
  @FunctionalInterface
  interface Publisher {

    List<ItemVerdict> publish(List<Piece> piece) throws InterruptedException;
  }

  /** Remembers, at once or not at all, how far a run has come. */
  @FunctionalInterface
  interface Ledger {

    /**
     * Moves the cursor.
     *
     * @param seen rows that are taken from now on
     * @param floor below which nothing need be remembered any more
     */
    void commit(@Nullable Long position, Map<UUID, Long> seen, long floor, RunCounts counts);
  }

  /** What is published: an event, or a row that could become none. */
  sealed interface Piece {

    /** The text of a CloudEvent. */
    record Event(byte[] text) implements Piece {}

    /** A row for the quarantine. */
    record Unmappable(Judgement.Invalid row) implements Piece {}
  }

  PullRun(
      PullSource source,
      @Nullable Long position,
      Instant begun,
      SeenRows seen,
      Publisher publisher,
      Ledger ledger,
      JsonMapper json) {
    this.source = source;
    this.position = position;
    this.begun = begun;
    this.seen = seen;
    this.publisher = publisher;
    this.ledger = ledger;
    this.from = source.cursor().from(position);
    this.rowEvents = new RowEvents(source, json);
    this.mapping =
        new MappingRun(
            source.mapping(),
            source.mapping().columnNames(),
            0,
            json,
            (event, _) -> made.add(event));
  }

  /** Where the reading begins. */
  long from() {
    return from;
  }

  @Override
  public void row(PulledRow row) {
    read++;
    Long at = row.position();
    UUID digest = seen.digest(row.fields());
    if (at != null) {
      furthest = Math.max(furthest, at);
    }
    if (at != null && at < from || seen.contains(digest) || fresh.containsKey(digest)) {
      seenBefore++;
      return;
    }
    fresh.put(digest, at == null ? SeenRows.NOWHERE : at);
    Optional<String> flaw = row.flaw() == null ? map(row.fields()) : Optional.of(row.flaw());
    if (flaw.isPresent()) {
      unmappable++;
      piece.add(new Piece.Unmappable(rowEvents.unmappable(row.fields(), flaw.get())));
    } else {
      made.forEach(event -> piece.add(new Piece.Event(event)));
    }
    made.clear();
  }

  private Optional<String> map(List<String> fields) {
    try {
      return mapping.row(read, fields);
    } catch (RuntimeException unexpected) {
      // It would fail again for ever, and hold up all that comes after it.
      log.error("Row not mapped: source={} row={}", source.name(), read, unexpected);
      return Optional.of("mapping_failed");
    }
  }

  @Override
  public void end(boolean ordered) throws InterruptedException {
    if (!piece.isEmpty()) {
      publisher.publish(List.copyOf(piece)).forEach(this::count);
      piece.clear();
    }
    waiting.putAll(fresh);
    fresh.clear();
    if (ordered && furthest > Long.MIN_VALUE) {
      long reached = Math.min(furthest, source.cursor().limit(begun));
      position = position == null ? reached : Math.max(position, reached);
    }
    long floor = source.cursor().from(position);
    ledger.commit(position, seen.remember(waiting, floor), floor, counts());
    waiting.clear();
  }

  private void count(ItemVerdict verdict) {
    switch (verdict.status()) {
      case ACCEPTED -> accepted++;
      case DUPLICATE -> duplicates++;
      case REJECTED -> rejected++;
      case QUARANTINED -> quarantined++;
    }
  }

  RunCounts counts() {
    return new RunCounts(
        read,
        seenBefore,
        mapping.counts().unmatched(),
        unmappable,
        accepted,
        duplicates,
        rejected,
        quarantined - unmappable);
  }
}
