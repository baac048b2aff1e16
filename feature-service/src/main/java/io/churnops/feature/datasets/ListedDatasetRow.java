package io.churnops.feature.datasets;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored training set in a list.
 *
 * @param view the name of its view
 */
record ListedDatasetRow(
    DatasetRow dataset,
    String viewFingerprint,
    @Nullable String view,
    Instant createdAt,
    String createdBy,
    @Nullable Instant finishedAt) {}
