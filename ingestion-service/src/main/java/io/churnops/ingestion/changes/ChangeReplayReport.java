package io.churnops.ingestion.changes;

import io.churnops.ingestion.changes.ChangeReplayVerdict.Verdict;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of records that were mapped again, oldest first, and where to go on. */
record ChangeReplayReport(
    int mapped,
    int nothing,
    int stillInvalid,
    @Schema(description = ChangeLetterDecisions.UNDER_WAY) int underWay,
    List<ChangeReplayVerdict> items,
    @Nullable UUID nextCursor) {

  static ChangeReplayReport of(
      List<ChangeReplayVerdict> items, int underWay, @Nullable UUID nextCursor) {
    return new ChangeReplayReport(
        count(items, Verdict.MAPPED),
        count(items, Verdict.NOTHING),
        count(items, Verdict.INVALID),
        underWay,
        items,
        nextCursor);
  }

  private static int count(List<ChangeReplayVerdict> items, Verdict verdict) {
    return Math.toIntExact(items.stream().filter(item -> item.verdict() == verdict).count());
  }
}
