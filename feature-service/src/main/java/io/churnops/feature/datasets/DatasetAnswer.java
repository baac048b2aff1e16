package io.churnops.feature.datasets;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A training set as the API shows it.
 *
 * @param error why it failed
 * @param manifest what it holds, once it is complete
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DatasetAnswer(
    String datasetId,
    DatasetStatus status,
    @Nullable String error,
    @Nullable DatasetManifest manifest,
    @Nullable String cancelledBy) {

  static DatasetAnswer of(DatasetRow row, JsonMapper json) {
    return new DatasetAnswer(
        row.id().toString(),
        row.standing(),
        row.error(),
        row.manifest() == null ? null : json.readValue(row.manifest(), DatasetManifest.class),
        row.standing() == DatasetStatus.CANCELLED ? row.cancelledBy() : null);
  }
}
