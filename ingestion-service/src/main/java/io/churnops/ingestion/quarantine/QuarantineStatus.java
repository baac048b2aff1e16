package io.churnops.ingestion.quarantine;

/** What was decided about an event. */
enum QuarantineStatus {
  /** Nothing yet. */
  OPEN,
  /** It was judged again and is on the event log now. */
  REPLAYED,
  /** It is not wanted. */
  DISCARDED
}
