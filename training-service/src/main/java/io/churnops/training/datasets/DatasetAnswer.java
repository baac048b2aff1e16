package io.churnops.training.datasets;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/** What feature-service says of a dataset. */
@JsonIgnoreProperties(ignoreUnknown = true)
record DatasetAnswer(
    String datasetId, String status, @Nullable String error, @Nullable DatasetManifest manifest) {}
