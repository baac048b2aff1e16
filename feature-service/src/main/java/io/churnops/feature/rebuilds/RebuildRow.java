package io.churnops.feature.rebuilds;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored rebuild.
 *
 * @param viewFingerprint null if it is of every view
 * @param afterCustomer the last customer that is done
 */
record RebuildRow(
    UUID id,
    @Nullable String viewFingerprint,
    @Nullable String viewName,
    Kind kind,
    Reason reason,
    RebuildStatus status,
    String afterCustomer,
    long customers,
    long events,
    long totalEvents,
    long workedMillis,
    @Nullable String trouble,
    Instant createdAt,
    String createdBy,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  enum Kind {
    FOLD,
    REMOVE
  }

  enum Reason {
    REGISTERED,
    REQUESTED,
    STORE_LOST,
    RETIRED
  }
}
