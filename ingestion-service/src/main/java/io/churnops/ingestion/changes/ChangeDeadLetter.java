package io.churnops.ingestion.changes;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A record of a capture that could not become an event, as told to a caller. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChangeDeadLetter(
    UUID itemId,
    Status status,
    @Schema(description = "Absent where the record does not say.", example = "public.orders")
        @Nullable String table,
    @Schema(description = "Of the capture; the record's place there follows.") String topic,
    int partition,
    long offset,
    @Schema(description = "Why; stable.", example = "not_a_time:placed_at") String code,
    String detail,
    Instant refusedAt,
    @Nullable Instant settledAt,
    @Schema(description = "How large the record is, or what was kept of it.") int bytes,
    @Schema(description = "Whether only its beginning was kept, because it was too large.")
        boolean cut,
    @Schema(
            description =
                "The record as it came; in lists the first 2,000 characters without its schema."
                    + " Gone once settled.")
        @Nullable String text,
    @Schema(description = "What was done about it; not in lists.") @Nullable List<Deed> history) {

  /** What was decided. */
  enum Status {
    /** Nothing yet. */
    OPEN,
    /** It was mapped again, and its events are on the event log. */
    REPLAYED,
    /** It is not wanted. */
    DISCARDED
  }

  /** What somebody did about it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ChangeDeadLetterDeed")
  record Deed(
      Status action, String by, Instant at, @Nullable String reason, @Nullable String detail) {}

  ChangeDeadLetter with(List<Deed> deeds) {
    return new ChangeDeadLetter(
        itemId, status, table, topic, partition, offset, code, detail, refusedAt, settledAt, bytes,
        cut, text, deeds);
  }
}
