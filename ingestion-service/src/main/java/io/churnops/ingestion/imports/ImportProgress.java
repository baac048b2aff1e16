package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.MappingCounts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/** How far an import has come. */
record ImportProgress(
    MappingCounts file,
    @Schema(description = "Events that Kafka has confirmed, by type.") Map<String, Long> published,
    @Schema(description = "Events this instance had published before.") long duplicates,
    @Schema(description = "Events refused by the contract, by code; kept on the dead-letter topic.")
        Map<String, Long> refused,
    @Schema(description = "Rows of the file read and published per second, so far.")
        double rowsPerSecond) {}
