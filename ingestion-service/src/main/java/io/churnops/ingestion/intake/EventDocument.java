package io.churnops.ingestion.intake;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an event looks on the wire; for the OpenAPI document alone, as events are read by hand. */
@Schema(
    name = "CustomerEvent",
    description =
        "A CloudEvent 1.0. Further attributes (extensions) may be given: 1 to 20 lower-case"
            + " letters and digits, with a string, boolean or 32-bit integer.")
record EventDocument(
    @Schema(allowableValues = "1.0", requiredMode = Schema.RequiredMode.REQUIRED)
        String specversion,
    @Schema(
            description = "Unique within its source.",
            maxLength = 200,
            requiredMode = Schema.RequiredMode.REQUIRED)
        String id,
    @Schema(
            description = "Who sends; a URI reference.",
            example = "/shop/web",
            maxLength = 200,
            requiredMode = Schema.RequiredMode.REQUIRED)
        String source,
    @Schema(example = "order.placed", requiredMode = Schema.RequiredMode.REQUIRED) String type,
    @Schema(
            description = "The customer id.",
            maxLength = 200,
            requiredMode = Schema.RequiredMode.REQUIRED)
        String subject,
    @Schema(
            description =
                "When it happened: RFC 3339 with an offset, from the year 2000 to five minutes"
                    + " ahead.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        Instant time,
    @Schema(
            description =
                "When the business learnt of it, if not now; more than five minutes ago needs the"
                    + " scope events:backfill.")
        @Nullable Instant knowntime,
    @Schema(allowableValues = "application/json") @Nullable String datacontenttype,
    @Schema(
            description = "As the JSON Schema of the type says.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        Map<String, Object> data) {}
