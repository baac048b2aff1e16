package io.churnops.ingestion.changes;

import tools.jackson.databind.node.ObjectNode;

/** What one record of a capture says. */
sealed interface Change {

  /**
   * A change of a row.
   *
   * @param table {@code schema.table} as the source names it
   * @param row the row after the change, or before its deletion, with what every change has beside
   *     its columns
   */
  record OfRow(String table, ObjectNode row) implements Change {}

  /** Nothing that a mapping could use: a tombstone, a truncation, a message. */
  record Nothing() implements Change {}

  /**
   * Not a record of a capture, or not one that can be understood.
   *
   * @param code a stable code
   * @param detail a sentence without customer data
   */
  record Unreadable(String code, String detail) implements Change {}
}
