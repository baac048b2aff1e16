package io.churnops.ingestion.types;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a team says of an event type of its own. */
record EventTypeRegistration(
    @Schema(
            description = "Lower-case words with dots between them, at most 100 characters.",
            example = "wishlist.item_added",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String type,
    @Schema(
            description = "JSON Schema 2020-12 of the event's data.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable JsonNode schema,
    @Schema(
            description =
                "What later versions may do. If absent: as before, and backward at first. Each"
                    + " version is judged by the rule of the one before it.")
        @Nullable Compatibility compatibility,
    @Schema(maxLength = 1_000) @Nullable String description) {}
