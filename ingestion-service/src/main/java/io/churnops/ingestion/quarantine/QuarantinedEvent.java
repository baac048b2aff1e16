package io.churnops.ingestion.quarantine;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event in quarantine, as told to its caller. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QuarantinedEvent(
    UUID itemId,
    QuarantineStatus status,
    @Schema(description = "True: held back by a rule. False: the sender was told it is refused.")
        boolean quarantined,
    @Schema(description = "Why; stable.", example = "time_in_future") String code,
    String detail,
    @Schema(description = "The quality rule it breaks.") @Nullable String rule,
    @Nullable String id,
    @Nullable String source,
    @Nullable String type,
    @Nullable String subject,
    Instant refusedAt,
    @Nullable Instant settledAt,
    @Schema(description = "Whether only its beginning was kept, because it was too large.")
        boolean cut,
    @Schema(
            description =
                "The event as it came or was fixed last; not in lists, gone once settled.")
        @Nullable String text,
    @Schema(description = "What was done about it; not in lists.") @Nullable List<Deed> history) {

  QuarantinedEvent with(List<Deed> deeds) {
    return new QuarantinedEvent(
        itemId,
        status,
        quarantined,
        code,
        detail,
        rule,
        id,
        source,
        type,
        subject,
        refusedAt,
        settledAt,
        cut,
        text,
        deeds);
  }
}
