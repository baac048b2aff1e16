package io.churnops.feature.rebuilds;

import io.churnops.feature.rebuilds.RebuildRow.Kind;
import io.churnops.feature.rebuilds.RebuildRow.Reason;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild as the API shows it.
 *
 * @param view absent if it is of every view, as is its fingerprint
 * @param kind whether states are folded from the log or removed
 * @param customers how many are done
 * @param events of the customers that are done
 * @param totalEvents in the log, as far as known
 * @param progress from 0 to 1, by events
 * @param eventsPerSecond while it worked; absent before it has
 * @param secondsLeft at that rate; absent when it does not run
 * @param trouble what keeps it from going on; it is tried again
 */
record RebuildAnswer(
    UUID rebuildId,
    @Nullable String view,
    @Nullable String fingerprint,
    Kind kind,
    Reason reason,
    RebuildStatus status,
    long customers,
    long events,
    long totalEvents,
    double progress,
    @Nullable Double eventsPerSecond,
    @Nullable Double secondsLeft,
    @Nullable String trouble,
    Instant createdAt,
    String createdBy,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  private static final double MILLIS = 1_000.0;

  static RebuildAnswer of(RebuildRow row) {
    long total = Math.max(row.totalEvents(), row.events());
    Double rate = row.workedMillis() == 0 ? null : row.events() * MILLIS / row.workedMillis();
    boolean isRunning = row.status() == RebuildStatus.RUNNING;
    return new RebuildAnswer(
        row.id(),
        row.viewName(),
        row.viewFingerprint(),
        row.kind(),
        row.reason(),
        row.status(),
        row.customers(),
        row.events(),
        total,
        row.status() == RebuildStatus.COMPLETE ? 1 : total == 0 ? 0 : (double) row.events() / total,
        rate,
        isRunning && rate != null && rate > 0 ? (total - row.events()) / rate : null,
        row.trouble(),
        row.createdAt(),
        row.createdBy(),
        row.startedAt(),
        row.finishedAt());
  }
}
