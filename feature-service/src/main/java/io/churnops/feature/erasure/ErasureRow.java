package io.churnops.feature.erasure;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stored erasure; work, removed and remaining are JSON. */
record ErasureRow(
    UUID erasureId,
    Instant requestedAt,
    String requestedBy,
    int ids,
    @Nullable String work,
    @Nullable String removed,
    String remaining,
    @Nullable Instant removedAt,
    boolean announced,
    @Nullable String error) {}
