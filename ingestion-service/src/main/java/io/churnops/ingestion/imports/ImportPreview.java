package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.MappingCounts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What an import would do; nothing of it has been done. */
record ImportPreview(
    @Schema(description = "The name its mapping gives it.") String name,
    @Schema(
            description = "When its events would count as known.",
            allowableValues = {"event_time", "import_time", "column"})
        String knownTime,
    @Schema(
            description =
                "Whether the whole file was looked at; otherwise the figures are of its beginning.")
        boolean wholeFile,
    MappingCounts file,
    @Schema(description = "Events that would be published, by type.") Map<String, Long> publishable,
    @Schema(description = "Events that would be refused by the contract, by code.")
        Map<String, Long> refused,
    @Schema(description = "The first events, as they would be published.") List<JsonNode> events,
    @Schema(description = "The first rows and events that would be rejected, with the reason.")
        List<Rejection> problems) {}
