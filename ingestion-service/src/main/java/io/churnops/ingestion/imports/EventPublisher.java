package io.churnops.ingestion.imports;

import io.churnops.ingestion.event.CustomerEvent;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.intake.Intake;
import io.churnops.ingestion.intake.ItemVerdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Publishes the events of one import through the same judgement and the same log as those that come
 * over HTTP, in pieces. While Kafka does not confirm, it waits and sends the piece again.
 */
final class EventPublisher {

  private static final int PIECE = 1_000;

  private final EventReader reader;
  private final EventJudge judge;
  private final Intake intake;
  private final InstantSource clock;
  private final Patience patience;
  private final List<byte[]> piece = new ArrayList<>(PIECE);
  private final Map<String, Long> published = new TreeMap<>();
  private final Map<String, Long> refused = new TreeMap<>();
  private long duplicates;

  EventPublisher(
      EventReader reader, EventJudge judge, Intake intake, InstantSource clock, Patience patience) {
    this.reader = reader;
    this.judge = judge;
    this.intake = intake;
    this.clock = clock;
    this.patience = patience;
  }

  void publish(byte[] event) {
    piece.add(event);
    if (piece.size() == PIECE) {
      flush();
    }
  }

  /** Publishes what is still held. */
  void flush() {
    Instant now = clock.instant();
    List<Judgement> judged =
        piece.stream().map(event -> judge.judge(reader.readLine(event), now, true)).toList();
    List<ItemVerdict> verdicts = patience.until(() -> intake.keep(judged, 0, now));
    for (int i = 0; i < judged.size(); i++) {
      count(judged.get(i), verdicts.get(i).status());
    }
    piece.clear();
  }

  private void count(Judgement judgement, ItemVerdict.Status status) {
    switch (judgement) {
      case Judgement.Valid(CustomerEvent event, _) when status == ItemVerdict.Status.ACCEPTED ->
          published.merge(event.type(), 1L, Long::sum);
      case Judgement.Valid _ -> duplicates++;
      case Judgement.Invalid invalid -> refused.merge(invalid.flaw().code(), 1L, Long::sum);
    }
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
