package io.churnops.ingestion.quarantine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody did about a quarantined event. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Deed(
    Action action, String by, Instant at, @Nullable String reason, @Nullable String detail) {

  /** What can be done. */
  enum Action {
    FIXED,
    REPLAYED,
    DISCARDED
  }
}
