package io.churnops.ingestion.sources;

import io.churnops.ingestion.mapping.ImportMapping;
import java.util.List;

/**
 * A source that fits together, ready to be asked.
 *
 * @param key the columns that name a row
 * @param customers the columns with customer ids
 */
record PullSource(
    String name,
    Origin origin,
    List<String> key,
    Cursor cursor,
    Schedule schedule,
    ImportMapping mapping,
    List<String> customers) {

  PullSource {
    key = List.copyOf(key);
    customers = List.copyOf(customers);
  }

  /** Where the rows come from. */
  sealed interface Origin permits JdbcOrigin, HttpOrigin {

    /** In a word, for lists. */
    String kind();

    /** What has to be on the allow-list. */
    Destination destination();
  }
}
