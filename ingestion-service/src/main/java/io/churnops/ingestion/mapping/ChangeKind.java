package io.churnops.ingestion.mapping;

import java.util.Locale;

/** What happened to a row of a table. */
public enum ChangeKind {
  /** The row was there when the capture began. */
  READ,
  /** It was inserted. */
  CREATE,
  /** It was changed. */
  UPDATE,
  /** It was deleted. */
  DELETE;

  /** The word as mappings have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
