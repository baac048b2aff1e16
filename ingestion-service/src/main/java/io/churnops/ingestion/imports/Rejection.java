package io.churnops.ingestion.imports;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A row that could not be used, or an event made of rows that broke the contract.
 *
 * @param number the line of the row, or how many events of the import came before
 * @param line where the file has it: the line of a text, the number of a record of Parquet; of an
 *     event the row that it is made of, of several the first; null where that was not kept yet
 * @param customers the ids it may be about
 */
record Rejection(
    Kind kind,
    @Schema(description = "The line of a row; for an event, how many events came before.")
        long number,
    @Schema(
            description =
                "Where the file has the row, or the first row of the event: the line of a text,"
                    + " the number of a record of Parquet.")
        @Nullable Long line,
    @Nullable String eventId,
    String code,
    @Nullable String detail,
    @Schema(description = "What was rejected, as it came.") JsonNode content,
    @JsonIgnore Set<String> customers) {

  Rejection {
    customers = Set.copyOf(customers);
  }

  /** One that is shown, not kept. */
  Rejection(
      Kind kind,
      long number,
      @Nullable Long line,
      @Nullable String eventId,
      String code,
      @Nullable String detail,
      JsonNode content) {
    this(kind, number, line, eventId, code, detail, content, Set.of());
  }

  enum Kind {
    ROW,
    EVENT
  }
}
