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
    @Schema(description = "Bytes of the file as it came.") long fileBytes,
    @Schema(description = "Its place in the mounted folder; absent where it was uploaded.")
        @Nullable String path,
    @Schema(
            description =
                "When the events count as known: when they happened (event_time), when they were"
                    + " imported (import_time), or as a column of the file says (column).",
            allowableValues = {"event_time", "import_time", "column"})
        String knownTime,
    @Nullable ImportProgress progress,
    @Schema(description = "Why it failed.") @Nullable String error) {}
