package io.churnops.feature.datasets;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.definitions.Labels;
import io.churnops.kit.problem.ProblemException;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds a training set of the log again, of what was known when it was first built: events that
 * came later, and later changes of who is one customer, are not seen. If the code folds as it did,
 * the rows are the same to the byte.
 */
@Component
class RebuildDataset {

  private final DatasetTable table;
  private final TrainingDatasets datasets;
  private final FeatureViews views;
  private final Labels labels;
  private final Spines spines;
  private final JsonMapper json;

  RebuildDataset(
      DatasetTable table,
      TrainingDatasets datasets,
      FeatureViews views,
      Labels labels,
      Spines spines,
      JsonMapper json) {
    this.table = table;
    this.datasets = datasets;
    this.views = views;
    this.labels = labels;
    this.spines = spines;
    this.json = json;
  }

  DatasetAnswer rebuild(UUID id, String by) throws IOException {
    DatasetManifest manifest = datasets.complete(id);
    DatasetRow row = table.find(id).orElseThrow();
    if (row.error() != null) {
      throw new ProblemException(
          HttpStatus.GONE,
          "dataset-erased",
          "A customer was erased",
          "The rows of training set %s can never be made again. %s".formatted(id, row.error()));
    }
    DatasetSpec spec =
        switch (json.readValue(row.request(), DatasetPlan.class)) {
          case DatasetSpec events -> events;
          case TableSpec _ -> throw ofTable(id);
        };
    requireSources(spec);
    var knowledge =
        new Knowledge(
            Objects.requireNonNull(manifest.eventHighWater()),
            manifest.basis() == null ? null : (Long) manifest.basis().identityChange());
    return datasets.accept(spec.asOf(knowledge), by);
  }

  /** Refuses at once what would fail later, for want of a definition or a spine. */
  private void requireSources(DatasetSpec spec) throws IOException {
    views.find(spec.viewFingerprint());
    spec.labelFingerprints().forEach(labels::find);
    if (spec.spine() != null) {
      spines.read(spec.spine().id());
    }
  }

  private static ProblemException ofTable(UUID id) {
    return new ProblemException(
        HttpStatus.CONFLICT,
        "dataset-of-table",
        "Not of the log",
        "Training set %s was made of a table that was sent; its rows themselves are all there is."
            .formatted(id));
  }
}
