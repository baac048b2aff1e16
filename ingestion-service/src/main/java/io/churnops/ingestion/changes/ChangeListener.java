package io.churnops.ingestion.changes;

import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.intake.Intake;
import io.churnops.ingestion.mapping.ChangeMapping;
import io.churnops.ingestion.mapping.ImportMapping;
import io.churnops.ingestion.mapping.JsonRows;
import io.churnops.ingestion.mapping.MappingRun;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the records of a capture into events, in the order of their partition. A batch is done with
 * only when Kafka has confirmed all of its events and dead letters; whatever fails before is tried
 * again without end, and gives the same events with the same ids. For one thread.
 */
final class ChangeListener implements BatchMessageListener<String, byte[]> {

  private static final Logger log = LoggerFactory.getLogger(ChangeListener.class);
  private static final int PIECE = 1_000;
  private static final String MAPPED = "mapped";
  private static final String UNMAPPED = "unmapped";
  private static final String NOTHING = "nothing";
  private static final String DEAD = "dead";

  private final ChangeMapping mapping;
  private final EnvelopeReader envelopes = new EnvelopeReader();
  private final Map<String, Table> tables = new HashMap<>();
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
    this.mapping = mapping;
    this.reader = reader;
    this.judge = judge;
    this.intake = intake;
    this.deadLetters = deadLetters;
    this.notes = notes;
    this.clock = clock;
    this.metrics = metrics;
    List.of(MAPPED, UNMAPPED, NOTHING, DEAD).forEach(this::counter);
    mapping.tables().forEach((name, table) -> tables.put(name, Table.of(table, json, made::add)));
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
    byte[] key = record.key() == null ? null : bytes(record.key());
    switch (envelopes.read(key, record.value())) {
      case Change.OfRow(String name, ObjectNode row) -> {
        notes.read(row);
        Table table = tables.get(name);
        if (table == null) {
          count(UNMAPPED);
        } else {
          map(record, table, row);
        }
      }
      case Change.Nothing() -> count(NOTHING);
      case Change.Unreadable(String code, String detail) -> bury(record, code, detail);
    }
  }

  private void map(ConsumerRecord<String, byte[]> record, Table table, ObjectNode row) {
    Optional<String> flaw;
    try {
      flaw = table.run().row(record.offset(), table.columns().fields(row));
    } catch (RuntimeException unexpected) {
      // It would fail again for ever, and hold up all that comes after it.
      log.error(
          "Change not mapped: mapping={} topic={} partition={} offset={}",
          mapping.name(),
          record.topic(),
          record.partition(),
          record.offset(),
          unexpected);
      flaw = Optional.of("mapping_failed");
    }
    if (flaw.isPresent()) {
      bury(
          record, flaw.get(), "The mapping " + mapping.name() + " cannot be followed for the row.");
    } else {
      count(MAPPED);
    }
  }

  private void bury(ConsumerRecord<String, byte[]> record, String code, String detail) {
    deadLetters.publish(record, mapping.name(), code, detail);
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
    return metrics.counter("churnops.changes.records", "mapping", mapping.name(), "result", result);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** How the changes of one table are followed. */
  private record Table(MappingRun run, JsonRows columns) {

    static Table of(ImportMapping mapping, JsonMapper json, Consumer<byte[]> events) {
      List<String> names = mapping.columnNames();
      return new Table(new MappingRun(mapping, names, 0, json, events), new JsonRows(names));
    }
  }
}
