package io.churnops.ingestion.quarantine;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.ingestion.intake.ItemVerdict;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of an event that was judged again. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReplayVerdict(
    UUID itemId,
    @Schema(
            description =
                "ACCEPTED: it is on the event log. DUPLICATE: it had been sent again before."
                    + " QUARANTINED, REJECTED: it stays in quarantine.")
        ItemVerdict.Status verdict,
    @Nullable String code,
    @Nullable String detail,
    @Nullable String rule) {}
