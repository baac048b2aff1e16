package io.churnops.feature.datasets;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stored training set; request and manifest are JSON. */
record DatasetRow(
    UUID id,
    String request,
    String status,
    @Nullable String error,
    @Nullable String manifest,
    @Nullable String cancelledBy) {

  /** Where it stands; what was cancelled is so at once, though its worker has yet to let go. */
  DatasetStatus standing() {
    DatasetStatus kept = DatasetStatus.valueOf(status);
    return kept == DatasetStatus.RUNNING && cancelledBy != null ? DatasetStatus.CANCELLED : kept;
  }
}
