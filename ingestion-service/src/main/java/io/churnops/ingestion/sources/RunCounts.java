package io.churnops.ingestion.sources;

import io.swagger.v3.oas.annotations.media.Schema;

/** What a run made of what it read. */
record RunCounts(
    @Schema(description = "Rows that the source gave.") long rowsRead,
    @Schema(description = "Of those, rows that were taken before, or lie before the cursor.")
        long rowsSeenBefore,
    @Schema(description = "Rows that no rule of the mapping matched.") long rowsUnmatched,
    @Schema(description = "Rows that could not be mapped; they are in quarantine.")
        long rowsQuarantined,
    @Schema(description = "Events that Kafka has confirmed.") long accepted,
    @Schema(description = "Events that this instance had accepted before.") long duplicates,
    @Schema(description = "Events that break their contract; they are in quarantine.")
        long rejected,
    @Schema(description = "Events that are held back for a person; they are in quarantine.")
        long quarantined) {

  static final RunCounts NONE = new RunCounts(0, 0, 0, 0, 0, 0, 0, 0);
}
