package io.churnops.ingestion.intake;

import io.churnops.contract.Topics;
import io.churnops.ingestion.eventlog.EventLog;
import io.churnops.ingestion.eventlog.NotConfirmedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;

/** An event log in memory that can be told to fail. */
public final class RecordingEventLog implements EventLog {

  private final List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
  private boolean available = true;

  /** From now on nothing is confirmed, or everything again. */
  public synchronized void available(boolean available) {
    this.available = available;
  }

  public synchronized List<String> keysOf(String topic) {
    return records.stream().filter(r -> r.topic().equals(topic)).map(r -> r.key()).toList();
  }

  public synchronized List<ProducerRecord<String, byte[]>> deadLetters() {
    return records.stream()
        .filter(r -> r.topic().equals(Topics.CUSTOMER_EVENTS_DEAD_LETTER))
        .toList();
  }

  public synchronized int events() {
    return keysOf(Topics.CUSTOMER_EVENTS).size();
  }

  @Override
  public synchronized void append(List<ProducerRecord<String, byte[]>> appended) {
    if (!available) {
      throw new NotConfirmedException(new TimeoutException("test"));
    }
    records.addAll(appended);
  }
}
