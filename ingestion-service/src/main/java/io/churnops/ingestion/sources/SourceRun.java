package io.churnops.ingestion.sources;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run of a source, as told to a caller. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SourceRun(
    UUID runId,
    String source,
    RunStatus status,
    @Schema(description = "Who asked for it; absent where the schedule did.")
        @Nullable String requestedBy,
    @Schema(description = "The version of the declaration.") @Nullable Integer version,
    Instant queuedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String cursorBefore,
    @Schema(description = "As far as Kafka has confirmed.") @Nullable String cursorAfter,
    RunCounts counts,
    @Schema(description = "Why it ended before the end of the source.") @Nullable String error) {

  static SourceRun of(RunRow row, @Nullable Cursor cursor) {
    return new SourceRun(
        row.runId(),
        row.source(),
        row.status(),
        row.requestedBy(),
        row.version(),
        row.queuedAt(),
        row.startedAt(),
        row.finishedAt(),
        text(row.positionBefore(), cursor),
        text(row.positionAfter(), cursor),
        row.counts(),
        row.error());
  }

  private static @Nullable String text(@Nullable Long position, @Nullable Cursor cursor) {
    return position == null || cursor == null ? null : cursor.text(position);
  }
}
