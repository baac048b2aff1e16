package io.churnops.ingestion.sources;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A source, as told to a caller. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Source(
    String name,
    @Schema(description = "Rises by one with each change of the declaration.") int version,
    @Schema(allowableValues = {"jdbc", "http"}) @Nullable String kind,
    @Schema(description = "Host and port that are asked.") @Nullable String destination,
    Status status,
    @Schema(description = "How far it has been read; absent before the first rows.")
        @Nullable String cursor,
    @Schema(description = "When it is asked next; absent where only a person asks.")
        @Nullable Instant nextRunAt,
    @Schema(description = "The end of the last run that succeeded.")
        @Nullable Instant lastSuccessAt,
    @Schema(description = "Runs that failed since.") int failures,
    @Schema(description = "Why the last run failed; absent once one succeeds.")
        @Nullable String lastError,
    @Schema(description = "The declaration, YAML or JSON as it came.") String declaration,
    String declaredBy,
    Instant declaredAt) {

  private static final int FAILING_FROM = 3;

  /** How a source is. */
  enum Status {
    /** It is asked as scheduled. */
    ACTIVE,
    /** Three runs or more have failed since the last that succeeded; it is still asked. */
    FAILING,
    /** Its schedule stands still. */
    PAUSED
  }

  static Source of(SourceRow row) {
    PullSource source = SourceCompiler.compileKept(row.declaration()).orElse(null);
    Long position = row.position();
    return new Source(
        row.name(),
        row.version(),
        source == null ? null : source.origin().kind(),
        source == null ? null : source.origin().destination().toString(),
        row.paused()
            ? Status.PAUSED
            : row.failures() >= FAILING_FROM ? Status.FAILING : Status.ACTIVE,
        position == null || source == null ? null : source.cursor().text(position),
        row.paused() ? null : row.nextRunAt(),
        row.lastSuccessAt(),
        row.failures(),
        row.lastError(),
        row.declaration(),
        row.declaredBy(),
        row.declaredAt());
  }
}
