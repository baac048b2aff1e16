package io.churnops.ingestion.quarantine;

import io.churnops.ingestion.intake.ItemVerdict.Status;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of events that were judged again, newest first, and where to go on. */
record ReplayReport(
    int accepted,
    int duplicates,
    int stillInvalid,
    @Schema(description = QuarantineDecisions.UNDER_WAY) int underWay,
    List<ReplayVerdict> items,
    @Nullable UUID nextCursor) {

  static ReplayReport of(List<ReplayVerdict> items, int underWay, @Nullable UUID nextCursor) {
    int accepted = count(items, Status.ACCEPTED);
    int duplicates = count(items, Status.DUPLICATE);
    return new ReplayReport(
        accepted, duplicates, items.size() - accepted - duplicates, underWay, items, nextCursor);
  }

  private static int count(List<ReplayVerdict> items, Status status) {
    return Math.toIntExact(items.stream().filter(item -> item.verdict() == status).count());
  }
}
