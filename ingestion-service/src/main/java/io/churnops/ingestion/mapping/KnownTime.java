package io.churnops.ingestion.mapping;

/** When imported events count as known, unless an event names a column for it. */
enum KnownTime {
  /** When they happened: history that the business knew all along. */
  EVENT_TIME,
  /** When they are imported: history that nobody could have used before. */
  IMPORT_TIME
}
