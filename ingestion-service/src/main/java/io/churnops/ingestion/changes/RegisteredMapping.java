package io.churnops.ingestion.changes;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** A mapping of changes that is followed, as told to a caller. */
record RegisteredMapping(
    String name,
    @Schema(description = "Rises by one with each change of the mapping.") int version,
    List<String> topics,
    @Schema(description = "The mapping as it was registered, YAML.") String mapping,
    String registeredBy,
    Instant registeredAt) {}
