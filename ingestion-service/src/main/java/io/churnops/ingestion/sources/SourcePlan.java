package io.churnops.ingestion.sources;

import io.swagger.v3.oas.annotations.media.Schema;

/** What declaring a source would do. */
record SourcePlan(
    String name,
    @Schema(description = "UNCHANGED where the declaration is, to the letter, the one in force.")
        DeclareSource.Action action) {}
