package io.churnops.ingestion.quarantine;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How many events were discarded, and where to go on. */
record DiscardReport(
    int discarded,
    @Schema(description = QuarantineDecisions.UNDER_WAY) int underWay,
    @Nullable UUID nextCursor) {}
