package io.churnops.ingestion.changes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a mapping of changes has come.
 *
 * @param changedAt when the database committed the last change that was read
 * @param position of that change in the database's log, where its connector tells it
 * @param error about the last record that could not become an event
 * @param trouble what keeps it from going on; it is tried again
 */
record ChangeProgress(
    @Nullable Instant changedAt,
    @Nullable String position,
    @Nullable ChangeError error,
    @Nullable String trouble) {

  static final ChangeProgress NONE = new ChangeProgress(null, null, null, null);
}
