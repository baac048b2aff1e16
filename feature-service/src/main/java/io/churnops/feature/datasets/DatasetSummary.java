package io.churnops.feature.datasets;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A training set as lists show it.
 *
 * @param view the name of its view
 * @param fingerprint of its view
 * @param labels their names, the main one first; once it is complete
 * @param rows how many; once it is complete, as are {@code labelled} and {@code positives}
 * @param error why it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DatasetSummary(
    UUID datasetId,
    DatasetStatus status,
    @Nullable String view,
    String fingerprint,
    @Nullable List<String> labels,
    @Nullable Long rows,
    @Nullable Long labelled,
    @Nullable Long positives,
    @Nullable String error,
    @Nullable String cancelledBy,
    Instant createdAt,
    String createdBy,
    @Nullable Instant finishedAt) {

  static DatasetSummary of(ListedDatasetRow row, JsonMapper json) {
    DatasetAnswer dataset = DatasetAnswer.of(row.dataset(), json);
    Optional<DatasetManifest> manifest = Optional.ofNullable(dataset.manifest());
    return new DatasetSummary(
        row.dataset().id(),
        dataset.status(),
        row.view(),
        row.viewFingerprint(),
        manifest
            .map(one -> one.labels().stream().map(DatasetManifest.LabelColumn::name).toList())
            .orElse(null),
        manifest.map(DatasetManifest::rows).orElse(null),
        manifest.map(DatasetManifest::labelled).orElse(null),
        manifest.map(DatasetManifest::positives).orElse(null),
        dataset.error(),
        dataset.cancelledBy(),
        row.createdAt(),
        row.createdBy(),
        row.finishedAt());
  }
}
