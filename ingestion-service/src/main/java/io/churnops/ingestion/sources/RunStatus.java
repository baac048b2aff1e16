package io.churnops.ingestion.sources;

/** How far a run is. */
enum RunStatus {
  /** A person asked for it; it begins within seconds. */
  QUEUED,
  RUNNING,
  /** The source was read to its end, and Kafka has confirmed everything. */
  COMPLETE,
  /** It ended before; what was confirmed until then counts. */
  FAILED,
  /** Its process ended; the next run goes on where it was. */
  INTERRUPTED
}
