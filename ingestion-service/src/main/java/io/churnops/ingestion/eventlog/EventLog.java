package io.churnops.ingestion.eventlog;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where events go; what it returned from is kept. */
public interface EventLog {

  /**
   * Appends all records and returns once every one of them is on all in-sync replicas.
   *
   * @throws NotConfirmedException if that cannot be said of every record; some may be there
   */
  void append(List<ProducerRecord<String, byte[]>> records);
}
