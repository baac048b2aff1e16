package io.churnops.ingestion.changes;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a record that was mapped again. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChangeReplayVerdict(
    UUID itemId,
    @Schema(
            description =
                "MAPPED: its events are on the event log. NOTHING: no rule of the mapping is for"
                    + " it, and it is settled. INVALID: it stays, with the new reason.")
        Verdict verdict,
    @Schema(description = "Events that the mapping makes of it.") int events,
    @Nullable String code,
    @Nullable String detail) {

  /** How it went. */
  enum Verdict {
    MAPPED,
    NOTHING,
    INVALID
  }
}
