package io.churnops.feature.erasure;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stored erasure; work and removed are JSON. */
record ErasureRow(
    UUID erasureId,
    Instant requestedAt,
    String requestedBy,
    int ids,
    @Nullable String work,
    @Nullable String removed,
    @Nullable Instant removedAt,
    boolean announced,
    @Nullable String error) {}
