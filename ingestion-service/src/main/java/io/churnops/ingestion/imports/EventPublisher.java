package io.churnops.ingestion.imports;

import io.churnops.ingestion.event.CustomerEvent;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.event.NamedCustomers;
import io.churnops.ingestion.intake.Intake;
import io.churnops.ingestion.intake.ItemVerdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * Publishes the events of one import through the same judgement and the same log as those that come
 * over HTTP, in pieces. While Kafka does not confirm, it waits and sends the piece again; after
 * each piece it writes a checkpoint. Events before the checkpoint it begins with are passed over,
 * so a crash repeats at most one piece, whose events have the ids they had.
 */
final class EventPublisher {

  static final int PIECE = 1_000;

  /** What is counted of customers who were erased; of these nothing else is kept. */
  private static final String ERASED = "customer_erased";

  private final EventReader reader;
  private final EventJudge judge;
  private final Intake intake;
  private final InstantSource clock;
  private final Patience patience;
  private final Ledger ledger;
  private final UnaryOperator<Set<String>> erasedAmong;
  private final Checkpoint begin;
  private final CRC32C digest = new CRC32C();
  private final List<byte[]> piece = new ArrayList<>(PIECE);
  private final List<Long> lines = new ArrayList<>(PIECE);
  private final Map<String, Long> published;
  private final Map<String, Long> refused;
  private long events;
  private long duplicates;

  /** Remembers what is done with. */
  @FunctionalInterface
  interface Ledger {

    void write(Checkpoint checkpoint, List<Rejection> rejections);
  }

  /** The file does not give the events any more that the checkpoint speaks of. */
  static final class OtherEventsException extends RuntimeException {

    OtherEventsException() {
      super("The events differ from those before the checkpoint", null, false, false);
    }
  }

  EventPublisher(
      EventReader reader,
      EventJudge judge,
      Intake intake,
      InstantSource clock,
      Patience patience,
      Ledger ledger,
      UnaryOperator<Set<String>> erasedAmong,
      Checkpoint begin) {
    this.reader = reader;
    this.judge = judge;
    this.intake = intake;
    this.clock = clock;
    this.patience = patience;
    this.ledger = ledger;
    this.erasedAmong = erasedAmong;
    this.begin = begin;
    this.published = new TreeMap<>(begin.published());
    this.refused = new TreeMap<>(begin.refused());
    this.duplicates = begin.duplicates();
  }

  /**
   * Publishes an event, or holds it for the piece that it will be in.
   *
   * @param line where the file has its first row
   */
  void publish(byte[] event, long line) {
    digest.update(event);
    if (++events > begin.events()) {
      piece.add(event);
      lines.add(line);
      if (piece.size() == PIECE) {
        flush();
      }
    } else if (events == begin.events()) {
      requireSame();
    }
  }

  /** Publishes what is still held; to be called at the end of the file, too. */
  void finish() {
    if (events < begin.events()) {
      throw new OtherEventsException();
    }
    flush();
  }

  private void requireSame() {
    if (digest.getValue() != begin.digest()) {
      throw new OtherEventsException();
    }
  }

  private void flush() {
    if (piece.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    List<Judgement> judged =
        piece.stream().map(event -> judge.judge(reader.readLine(event), now, true)).toList();
    List<Set<String>> named = judged.stream().map(EventPublisher::customers).toList();
    Set<String> erased = patience.until(() -> erasedAmong.apply(union(named)));
    List<Judgement> taken = new ArrayList<>(judged.size());
    for (int i = 0; i < judged.size(); i++) {
      if (Collections.disjoint(named.get(i), erased)) {
        taken.add(judged.get(i));
      }
    }
    Iterator<ItemVerdict> verdicts = patience.until(() -> intake.keep(taken, 0, now)).iterator();
    List<Rejection> rejections = new ArrayList<>();
    for (int i = 0; i < judged.size(); i++) {
      if (!Collections.disjoint(named.get(i), erased)) {
        refused.merge(ERASED, 1L, Long::sum);
        continue;
      }
      ItemVerdict.Status status = verdicts.next().status();
      switch (judged.get(i)) {
        case Judgement.Valid(CustomerEvent event, _) when status == ItemVerdict.Status.ACCEPTED ->
            published.merge(event.type(), 1L, Long::sum);
        case Judgement.Valid _ -> duplicates++;
        case Judgement.Invalid invalid -> {
          refused.merge(invalid.flaw().code(), 1L, Long::sum);
          rejections.add(rejection(i, invalid));
        }
      }
    }
    Checkpoint done = new Checkpoint(events, digest.getValue(), published, refused, duplicates);
    patience.until(() -> ledger.write(done, rejections));
    piece.clear();
    lines.clear();
  }

  private static Set<String> customers(Judgement judgement) {
    return switch (judgement) {
      case Judgement.Valid(CustomerEvent event, _) -> NamedCustomers.in(event);
      case Judgement.Invalid invalid -> NamedCustomers.inEvent(invalid.original());
    };
  }

  private static Set<String> union(List<Set<String>> sets) {
    return sets.stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  private Rejection rejection(int inPiece, Judgement.Invalid invalid) {
    byte[] event = piece.get(inPiece);
    return new Rejection(
        Rejection.Kind.EVENT,
        events - piece.size() + inPiece,
        lines.get(inPiece),
        invalid.id(),
        invalid.flaw().code(),
        invalid.detail(),
        ExactJson.of(new String(event, StandardCharsets.UTF_8)),
        NamedCustomers.inEvent(event));
  }

  Map<String, Long> published() {
    return new TreeMap<>(published);
  }

  Map<String, Long> refused() {
    return new TreeMap<>(refused);
  }

  long duplicates() {
    return duplicates;
  }
}
