package io.churnops.ingestion.types;

import io.swagger.v3.oas.annotations.media.Schema;

/** One thing that a new schema breaks. */
record Break(
    @Schema(description = "Where in the data.", example = "/data/amountMinor") String where,
    @Schema(example = "minimum was 0 and would be 1") String what) {}
