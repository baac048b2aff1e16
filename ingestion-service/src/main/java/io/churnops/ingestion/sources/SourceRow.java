package io.churnops.ingestion.sources;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A source as Postgres has it. */
record SourceRow(
    String name,
    int version,
    String declaration,
    String declaredBy,
    Instant declaredAt,
    boolean paused,
    @Nullable Long position,
    @Nullable Instant nextRunAt,
    int failures,
    @Nullable String lastError,
    @Nullable Instant lastSuccessAt) {}
