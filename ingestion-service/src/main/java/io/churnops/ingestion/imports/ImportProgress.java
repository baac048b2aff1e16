package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.MappingCounts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far an import has come. */
record ImportProgress(
    MappingCounts file,
    @Schema(description = "Events that Kafka has confirmed, by type.") Map<String, Long> published,
    @Schema(description = "Events this instance had published before.") long duplicates,
    @Schema(description = "Events refused by the contract, by code; kept on the dead-letter topic.")
        Map<String, Long> refused,
    @Schema(description = "Rows of the file read and published per second, so far.")
        double rowsPerSecond,
    @Schema(
            description =
                "How much of the work is done, from 0 to 1: reading the file and, where rows are"
                    + " grouped, publishing the groups.")
        double done,
    @Schema(description = "Seconds until the end at the pace so far; absent before there is one.")
        @Nullable Long secondsLeft) {}
