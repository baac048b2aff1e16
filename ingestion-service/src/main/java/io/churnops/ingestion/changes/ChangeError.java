package io.churnops.ingestion.changes;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** Why a record of a capture could not become an event; it lies in the dead-letter topic. */
record ChangeError(
    @Schema(description = "Stable.", example = "not_a_time:placed_at") String code,
    String detail,
    String topic,
    int partition,
    long offset,
    Instant at) {}
