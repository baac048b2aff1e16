package io.churnops.feature.datasets;

import io.churnops.feature.FeatureSettings;
import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.definitions.Labels;
import io.churnops.feature.statistics.TableStatistics;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.LabelDefinition;
import io.churnops.kit.Ids;
import io.churnops.kit.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Accepts requests for training sets and knows what has become of them. */
@Service
class TrainingDatasets {

  private final FeatureViews views;
  private final Labels labels;
  private final Spines spines;
  private final DatasetTable table;
  private final DatasetWorker worker;
  private final DatasetFolder folder;
  private final WholeReads wholeReads;
  private final Ids ids;
  private final InstantSource clock;
  private final JsonMapper json;

  TrainingDatasets(
      FeatureViews views,
      Labels labels,
      Spines spines,
      DatasetTable table,
      DatasetWorker worker,
      WholeReads wholeReads,
      FeatureSettings settings,
      Ids ids,
      InstantSource clock,
      JsonMapper json) {
    this.views = views;
    this.labels = labels;
    this.spines = spines;
    this.table = table;
    this.worker = worker;
    this.wholeReads = wholeReads;
    this.folder = new DatasetFolder(settings.dataFolder());
    this.ids = ids;
    this.clock = clock;
    this.json = json;
  }

  DatasetAnswer request(DatasetRequest request, String by) throws IOException {
    CompiledView view = views.find(request.view());
    KnownTimeMode knownTime =
        request.knownTime() == null ? KnownTimeMode.AS_KNOWN : request.knownTime();
    DatasetSpec spec =
        request.spine() == null
            ? atCutoffs(request, view, knownTime)
            : ofSpine(request, request.spine(), view, knownTime);
    return accept(spec, by);
  }

  private DatasetSpec atCutoffs(
      DatasetRequest request, CompiledView view, KnownTimeMode knownTime) {
    List<LabelDefinition> wanted =
        labelNames(request).stream().map(labels::find).distinct().toList();
    if (wanted.stream().map(LabelDefinition::name).distinct().count() < wanted.size()) {
      throw unclear("Two of the labels have one name; their columns could not be told apart.");
    }
    if (request.cutoffs() == null) {
      throw new InvalidCutoffsException("'cutoffs' is missing");
    }
    Optional<Duration> every = wanted.getFirst().cutoffsEvery();
    return new DatasetSpec(
        view.definition().fingerprint(),
        wanted.stream().map(LabelDefinition::fingerprint).toList(),
        Cutoffs.resolve(request.cutoffs(), every, clock.instant()),
        knownTime,
        null,
        request.anew(),
        null);
  }

  private static List<String> labelNames(DatasetRequest request) {
    if (request.label() != null && !request.label().isBlank() && request.labels() == null) {
      return List.of(request.label());
    }
    if (request.label() == null && request.labels() != null) {
      return request.labels();
    }
    throw unclear("Give one of 'label', 'labels' and 'spine'.");
  }

  private DatasetSpec ofSpine(
      DatasetRequest request,
      DatasetRequest.SpineRequest wanted,
      CompiledView view,
      KnownTimeMode knownTime)
      throws IOException {
    if (request.label() != null || request.labels() != null || request.cutoffs() != null) {
      throw unclear("A spine brings its labels and moments: leave out label, labels and cutoffs.");
    }
    Spine spine = spine(wanted);
    SpineSummary summary = spine.summary();
    if (summary.labelled() > 0) {
      requireMature(spine, wanted.horizon());
    }
    return new DatasetSpec(
        view.definition().fingerprint(),
        List.of(),
        List.of(),
        knownTime,
        new DatasetSpec.SpineUse(summary.spineId(), wanted.horizon()),
        null,
        null);
  }

  private Spine spine(DatasetRequest.SpineRequest wanted) throws IOException {
    if (wanted.id() != null && wanted.csv() == null) {
      return spines.read(wanted.id());
    }
    if (wanted.id() == null && wanted.csv() != null) {
      return spines.read(spines.keep(wanted.csv()).spineId());
    }
    throw unclear("A spine is given by either 'id' or 'csv'.");
  }

  /** A 0 says that a horizon has passed without what was looked for; it cannot, before it has. */
  private void requireMature(Spine spine, @Nullable String horizon) {
    Duration length =
        Optional.ofNullable(horizon)
            .flatMap(Period::parse)
            .orElseThrow(() ->
                unclear("'horizon' is missing: how far do the labels of the spine look ahead?"));
    long immature = spine.tooYoung(length, clock.instant());
    if (immature > 0) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "immature-labels",
          "Immature labels",
          ("%d lines of the spine have the label 0 although their horizon of %s has not passed."
                  + " Leave such labels empty.")
              .formatted(immature, horizon));
    }
  }

  private static ProblemException unclear(String detail) {
    return new ProblemException(
        HttpStatus.UNPROCESSABLE_CONTENT, "unclear-dataset", "Unclear training set", detail);
  }

  /** Makes a plan a job. */
  DatasetAnswer accept(DatasetPlan plan, String by) {
    UUID id = UUID.fromString(ids.next());
    table.insert(id, json.writeValueAsString(plan), clock.instant(), by);
    worker.enqueue(id);
    return new DatasetAnswer(id.toString(), DatasetStatus.RUNNING, null, null, null);
  }

  /** Has nobody build a training set any more; one that was cancelled stays so. */
  DatasetAnswer cancel(UUID id, String by) {
    table.cancel(id, by);
    DatasetRow row = row(id);
    if (row.standing() != DatasetStatus.CANCELLED) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "dataset-over",
          "Training set over",
          "Training set %s is %s and cannot be cancelled any more.".formatted(id, row.standing()));
    }
    return DatasetAnswer.of(row, json);
  }

  DatasetAnswer find(UUID id) {
    return DatasetAnswer.of(row(id), json);
  }

  /**
   * Some training sets, newest first.
   *
   * @param view only those of views of this name or fingerprint, null for all
   * @param status only those that stand so, null for all
   * @param before only those that are older than this one, null for the newest
   */
  List<DatasetSummary> page(
      @Nullable String view, @Nullable DatasetStatus status, @Nullable UUID before, int limit) {
    return table.page(view, status, before, limit).stream()
        .map(row -> DatasetSummary.of(row, json))
        .toList();
  }

  /** The gzipped CSV of a complete training set. */
  Path rows(UUID id) {
    complete(id);
    return file(id, DatasetFolder.ROWS);
  }

  /** The same rows as Parquet. */
  Path parquet(UUID id) throws IOException {
    DatasetManifest manifest = complete(id);
    file(id, DatasetFolder.ROWS);
    return wholeReads.read(() -> ParquetRows.of(folder.of(id), manifest));
  }

  TableStatistics statistics(UUID id) throws IOException {
    complete(id);
    return json.readValue(
        Files.readAllBytes(file(id, DatasetFolder.STATISTICS)), TableStatistics.class);
  }

  DatasetComparison compare(UUID base, UUID other) throws IOException {
    return wholeReads.read(() -> CompareDatasets.compare(side(base), side(other)));
  }

  private CompareDatasets.Side side(UUID id) throws IOException {
    DatasetManifest manifest = complete(id);
    return new CompareDatasets.Side(manifest, statistics(id), file(id, DatasetFolder.ROWS));
  }

  /** The manifest of a training set that is complete. */
  DatasetManifest complete(UUID id) {
    DatasetAnswer found = find(id);
    if (found.manifest() == null) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "dataset-not-complete",
          "Training set not complete",
          "Training set " + id + " is " + found.status() + "; only a complete one has rows.");
    }
    return found.manifest();
  }

  private Path file(UUID id, String name) {
    Path file = folder.of(id).resolve(name);
    if (!Files.exists(file)) {
      throw new ProblemException(
          HttpStatus.GONE,
          "dataset-rows-gone",
          "Rows are gone",
          "A file of training set " + id + " is no longer there. Request it anew.");
    }
    return file;
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
