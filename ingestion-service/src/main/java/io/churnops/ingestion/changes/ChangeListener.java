package io.churnops.ingestion.changes;

import io.churnops.ingestion.changes.ChangeRun.Outcome;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.intake.Intake;
import io.churnops.ingestion.mapping.ChangeMapping;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.BatchMessageListener;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns the records of a capture into events, in the order of their partition. A batch is done with
 * only when Kafka has confirmed all of its events and dead letters; whatever fails before is tried
 * again without end, and gives the same events with the same ids. For one thread.
 */
final class ChangeListener implements BatchMessageListener<String, byte[]> {

  private static final int PIECE = 1_000;
  private static final String MAPPED = "mapped";
  private static final String UNMAPPED = "unmapped";
  private static final String NOTHING = "nothing";
  private static final String DEAD = "dead";

  private final String mapping;
  private final EnvelopeReader envelopes = new EnvelopeReader();
  private final ChangeRun run;
  private final EventReader reader;
  private final EventJudge judge;
  private final Intake intake;
  private final ChangeDeadLetters deadLetters;
  private final InstantSource clock;
  private final MeterRegistry metrics;
  private final ChangeNotes notes;
  private final List<byte[]> made = new ArrayList<>();

  ChangeListener(
      ChangeMapping mapping,
      EventReader reader,
      EventJudge judge,
      Intake intake,
      ChangeDeadLetters deadLetters,
      ChangeNotes notes,
      InstantSource clock,
      MeterRegistry metrics,
      JsonMapper json) {
    this.mapping = mapping.name();
    this.run = new ChangeRun(mapping, json);
    this.reader = reader;
    this.judge = judge;
    this.intake = intake;
    this.deadLetters = deadLetters;
    this.notes = notes;
    this.clock = clock;
    this.metrics = metrics;
    List.of(MAPPED, UNMAPPED, NOTHING, DEAD).forEach(this::counter);
  }

  @Override
  public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
    made.clear();
    notes.begin();
    try {
      for (ConsumerRecord<String, byte[]> record : records) {
        take(record);
        if (made.size() >= PIECE) {
          publish();
        }
      }
      publish();
    } catch (RuntimeException trouble) {
      notes.troubled(trouble);
      throw trouble;
    }
    notes.done();
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    CapturedRecord captured = CapturedRecord.of(record);
    switch (envelopes.read(captured.key(), captured.value())) {
      case Change.OfRow change -> {
        notes.read(change.row());
        switch (run.map(captured, change)) {
          case Outcome.Mapped(List<byte[]> events) -> {
            made.addAll(events);
            count(MAPPED);
          }
          case Outcome.Unmapped() -> count(UNMAPPED);
          case Outcome.Flawed(String code, String detail) -> bury(record, code, detail);
        }
      }
      case Change.Nothing() -> count(NOTHING);
      case Change.Unreadable(String code, String detail) -> bury(record, code, detail);
    }
  }

  private void bury(ConsumerRecord<String, byte[]> record, String code, String detail) {
    deadLetters.publish(record, mapping, code, detail);
    notes.buried(record, code, detail);
    count(DEAD);
  }

  private void publish() {
    if (made.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    List<Judgement> judged =
        made.stream().map(event -> judge.judge(reader.readLine(event), now, true)).toList();
    intake.keep(judged, 0, now);
    made.clear();
  }

  private void count(String result) {
    counter(result).increment();
  }

  private Counter counter(String result) {
    return metrics.counter("churnops.changes.records", "mapping", mapping, "result", result);
  }
}
