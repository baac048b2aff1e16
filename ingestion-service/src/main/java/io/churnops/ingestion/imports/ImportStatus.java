package io.churnops.ingestion.imports;

/** Where an import stands. */
enum ImportStatus {
  /** Its file is kept; it waits for its turn. */
  QUEUED,
  /** Being read and published; goes on after a restart. */
  RUNNING,
  /** Every event of it is on Kafka. */
  COMPLETE,
  /** Given up for a reason that trying again would not change. */
  FAILED
}
