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
    @Nullable DatasetManifest manifest) {

  static DatasetAnswer of(DatasetRow row, JsonMapper json) {
    return new DatasetAnswer(
        row.id().toString(),
        DatasetStatus.valueOf(row.status()),
        row.error(),
        row.manifest() == null ? null : json.readValue(row.manifest(), DatasetManifest.class));
  }
}
