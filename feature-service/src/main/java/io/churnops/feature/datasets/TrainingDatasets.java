package io.churnops.feature.datasets;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.definitions.Labels;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.LabelDefinition;
import io.churnops.kit.Ids;
import io.churnops.kit.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Accepts requests for training sets and knows what has become of them. */
@Service
class TrainingDatasets {

  private final FeatureViews views;
  private final Labels labels;
  private final DatasetTable table;
  private final DatasetWorker worker;
  private final BuildDataset buildDataset;
  private final Ids ids;
  private final InstantSource clock;
  private final JsonMapper json;

  TrainingDatasets(
      FeatureViews views,
      Labels labels,
      DatasetTable table,
      DatasetWorker worker,
      BuildDataset buildDataset,
      Ids ids,
      InstantSource clock,
      JsonMapper json) {
    this.views = views;
    this.labels = labels;
    this.table = table;
    this.worker = worker;
    this.buildDataset = buildDataset;
    this.ids = ids;
    this.clock = clock;
    this.json = json;
  }

  DatasetAnswer request(DatasetRequest request, String by) {
    CompiledView view = views.find(request.view());
    LabelDefinition label = labels.find(request.label());
    Instant now = clock.instant();
    DatasetSpec spec =
        new DatasetSpec(
            view.definition().fingerprint(),
            label.fingerprint(),
            Cutoffs.resolve(request.cutoffs(), label.cutoffsEvery(), now),
            request.knownTime() == null ? KnownTimeMode.AS_KNOWN : request.knownTime());
    UUID id = UUID.fromString(ids.next());
    table.insert(id, json.writeValueAsString(spec), now, by);
    worker.enqueue(id);
    return new DatasetAnswer(id.toString(), DatasetStatus.RUNNING, null, null);
  }

  DatasetAnswer find(UUID id) {
    return DatasetAnswer.of(row(id), json);
  }

  /** The gzipped CSV of a complete training set. */
  Path rows(UUID id) {
    String status = row(id).status();
    if (!status.equals(DatasetStatus.COMPLETE.name())) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "dataset-not-complete",
          "Training set not complete",
          "Training set " + id + " is " + status + "; only a complete one has rows.");
    }
    Path rows = buildDataset.rowsOf(id);
    if (!Files.exists(rows)) {
      throw new ProblemException(
          HttpStatus.GONE,
          "dataset-rows-gone",
          "Rows are gone",
          "The file of training set " + id + " is no longer there. Request it anew.");
    }
    return rows;
  }

  private DatasetRow row(UUID id) {
    return table
        .find(id)
        .orElseThrow(() ->
            new ProblemException(
                HttpStatus.NOT_FOUND,
                "unknown-dataset",
                "Unknown training set",
                "There is no training set " + id + "."));
  }
}
