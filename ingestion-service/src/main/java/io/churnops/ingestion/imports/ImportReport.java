package io.churnops.ingestion.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One import, as told to its caller. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportReport(
    UUID importId,
    @Schema(description = "The name its mapping gives it.") String name,
    ImportStatus status,
    String submittedBy,
    Instant submittedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Schema(description = "Bytes of the file as uploaded.") long fileBytes,
    @Schema(
            description =
                "History counts as known when it happened: each event's known time is its own time.",
            allowableValues = "event_time")
        String knownTime,
    @Nullable ImportProgress progress,
    @Schema(description = "Why it failed.") @Nullable String error) {

  static final String EVENT_TIME = "event_time";
}
