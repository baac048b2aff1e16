package io.churnops.ingestion.changes;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How many records were discarded, and where to go on. */
record ChangeDiscardReport(
    int discarded,
    @Schema(description = ChangeLetterDecisions.UNDER_WAY) int underWay,
    @Nullable UUID nextCursor) {}
