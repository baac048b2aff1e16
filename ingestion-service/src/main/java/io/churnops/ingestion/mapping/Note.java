package io.churnops.ingestion.mapping;

/** Something counted that decides nothing. */
sealed interface Note {

  String count();

  /** Rows of which a condition holds. */
  record Rows(String count, Condition when) implements Note {}

  /** Rows equal to an earlier row in every field. */
  record RepeatedRows(String count) implements Note {}

  /** Values of one column that stand beside more than one value of another. */
  record Several(String count, Column of, Column per) implements Note {}
}
