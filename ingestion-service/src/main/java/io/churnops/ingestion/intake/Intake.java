package io.churnops.ingestion.intake;

import io.churnops.ingestion.event.CustomerEvent;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.eventlog.EventLog;
import io.churnops.ingestion.eventlog.EventRecords;
import io.churnops.ingestion.eventlog.NotConfirmedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Keeps judged events: the valid and new ones on the event log, the invalid ones on the dead-letter
 * topic. A verdict is given only after the broker has confirmed every record of the call.
 */
public final class Intake {

  private final EventLog log;
  private final RecentEvents recent;
  private final AcceptedEvents accepted;
  private final Timer acknowledgement;
  private final Map<ItemVerdict.Status, Counter> counters = new EnumMap<>(ItemVerdict.Status.class);
  private final Counter unconfirmed;

  Intake(EventLog log, RecentEvents recent, AcceptedEvents accepted, MeterRegistry metrics) {
    this.log = log;
    this.recent = recent;
    this.accepted = accepted;
    acknowledgement =
        Timer.builder("churnops.ingest.ack")
            .description("From the first record sent to Kafka until the last one is confirmed")
            .register(metrics);
    for (var status : ItemVerdict.Status.values()) {
      counters.put(status, counter(result(status), metrics));
    }
    unconfirmed = counter("unconfirmed", metrics);
  }

  private static Counter counter(String result, MeterRegistry metrics) {
    return Counter.builder("churnops.ingest.events")
        .description("Events by what became of them")
        .tag("result", result)
        .register(metrics);
  }

  /**
   * Keeps the events and tells what became of each.
   *
   * @param firstIndex the index of the first event in its request
   * @throws NotConfirmedException if the broker did not confirm; nothing is remembered then
   */
  public List<ItemVerdict> keep(List<Judgement> judged, int firstIndex, Instant now) {
    return keep(judged, firstIndex, now, recent.fresh(judged));
  }

  /**
   * Keeps events that are sent once more, also those that were acknowledged: who consumed them may
   * have buried them since.
   *
   * @throws NotConfirmedException if the broker did not confirm
   */
  public List<ItemVerdict> keepAgain(List<Judgement> judged, Instant now) {
    return keep(judged, 0, now, recent.again(judged));
  }

  private List<ItemVerdict> keep(
      List<Judgement> judged, int firstIndex, Instant now, RecentEvents.Fresh fresh) {
    List<ItemVerdict> verdicts = new ArrayList<>(judged.size());
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>(judged.size());
    List<CustomerEvent> taken = new ArrayList<>(judged.size());
    EventRecords eventRecords = new EventRecords();
    for (int i = 0; i < judged.size(); i++) {
      int index = firstIndex + i;
      boolean isNew = fresh.isAt(i);
      switch (judged.get(i)) {
        case Judgement.Valid valid when isNew -> {
          records.add(eventRecords.of(valid.event()));
          taken.add(valid.event());
          verdicts.add(ItemVerdict.accepted(index, valid));
        }
        case Judgement.Valid(CustomerEvent event, _) ->
            verdicts.add(ItemVerdict.duplicate(index, event.id()));
        case Judgement.Invalid invalid -> {
          records.add(EventRecords.of(invalid, now));
          verdicts.add(ItemVerdict.invalid(index, invalid));
        }
      }
    }
    if (!records.isEmpty()) {
      acknowledgement.record(() -> append(records));
    }
    recent.remember(fresh);
    accepted.accepted(taken, now);
    count(verdicts);
    return verdicts;
  }

  private void append(List<ProducerRecord<String, byte[]>> records) {
    try {
      log.append(records);
    } catch (NotConfirmedException refused) {
      unconfirmed.increment(records.size());
      throw refused;
    }
  }

  private void count(List<ItemVerdict> verdicts) {
    int[] byStatus = new int[ItemVerdict.Status.values().length];
    for (ItemVerdict verdict : verdicts) {
      byStatus[verdict.status().ordinal()]++;
    }
    counters.forEach((status, counter) -> counter.increment(byStatus[status.ordinal()]));
  }

  private static String result(ItemVerdict.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
