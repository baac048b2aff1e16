package io.churnops.ingestion.sources;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run as Postgres has it. */
record RunRow(
    UUID runId,
    String source,
    RunStatus status,
    @Nullable String requestedBy,
    @Nullable Integer version,
    Instant queuedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Long positionBefore,
    @Nullable Long positionAfter,
    RunCounts counts,
    @Nullable String error) {}
