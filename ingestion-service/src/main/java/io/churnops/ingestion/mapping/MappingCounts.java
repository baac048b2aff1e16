package io.churnops.ingestion.mapping;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;

/** What a mapping made of a file so far. */
public record MappingCounts(
    @Schema(description = "Rows of the file, the header not counted.") long rowsRead,
    @Schema(
            description =
                "Rows by treatment. Each row counts once, under the first rule that matched it.")
        Map<String, Long> rows,
    @Schema(description = "Rows that no rule of the mapping matched; they are not imported.")
        long unmatched,
    @Schema(description = "Rows that could not be used.") List<RowRejection> rejected,
    @Schema(description = "The notes of the mapping: counts that overlap and decide nothing.")
        Map<String, Long> notes,
    @Schema(description = "What the rows became, by the name of the event in the mapping.")
        Map<String, EventCounts> events) {

  /**
   * Rows that could not be used, for one reason.
   *
   * @param code the reason, and the column it concerns
   * @param sampleLines the first lines of the file it happened at, the header being line 1
   */
  public record RowRejection(String code, long count, List<Long> sampleLines) {}

  /** Events made from rows; known in full once the file has been read. */
  public record EventCounts(
      String type,
      @Schema(description = "Rows that went into events.") long rows,
      @Schema(description = "Events made.") long events,
      @Schema(description = "Events whose rows bear more than one time; the earliest was taken.")
          long severalTimes,
      @Schema(description = "Rows counted and summed, but not listed, as the list was full.")
          long rowsNotListed) {}
}
