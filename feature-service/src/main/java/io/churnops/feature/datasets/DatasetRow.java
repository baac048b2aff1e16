package io.churnops.feature.datasets;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stored training set; request and manifest are JSON. */
record DatasetRow(
    UUID id, String request, String status, @Nullable String error, @Nullable String manifest) {}
