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
 * @param customers the ids it may be about
 */
record Rejection(
    Kind kind,
    long number,
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
      @Nullable String eventId,
      String code,
      @Nullable String detail,
      JsonNode content) {
    this(kind, number, eventId, code, detail, content, Set.of());
  }

  enum Kind {
    ROW,
    EVENT
  }
}
