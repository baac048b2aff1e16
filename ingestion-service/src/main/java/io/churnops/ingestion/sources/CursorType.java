package io.churnops.ingestion.sources;

/** What a cursor is made of. */
enum CursorType {
  /** A time with an offset: {@code timestamptz}, RFC 3339. */
  TIME,
  /** What a wall clock showed: {@code timestamp}. */
  LOCAL_TIME,
  /** A number that rises, such as a version. */
  INTEGER
}
