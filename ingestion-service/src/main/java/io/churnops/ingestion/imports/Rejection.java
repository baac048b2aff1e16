package io.churnops.ingestion.imports;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A row that could not be used, or an event made of rows that broke the contract.
 *
 * @param number the line of the row, or how many events of the import came before
 */
record Rejection(
    Kind kind,
    long number,
    @Nullable String eventId,
    String code,
    @Nullable String detail,
    @Schema(description = "What was rejected, as it came.") JsonNode content) {

  enum Kind {
    ROW,
    EVENT
  }
}
