package io.churnops.feature.datasets;

import io.churnops.feature.FeatureSettings;
import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.definitions.Labels;
import io.churnops.feature.log.CustomerVisitor;
import io.churnops.feature.log.EventLog;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.LogHighWater;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.LabelDefinition;
import io.churnops.features.engine.TrainingRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds a training set: one pass over the log sorted by customer and time, each customer folded as
 * serving folds. Equal definitions, cutoffs, mode and log give equal bytes.
 */
@Component
class BuildDataset {

  private final FeatureViews views;
  private final Labels labels;
  private final EventLog log;
  private final DatasetFolder folder;
  private final InstantSource clock;
  private final JsonMapper json;

  BuildDataset(
      FeatureViews views,
      Labels labels,
      EventLog log,
      FeatureSettings settings,
      InstantSource clock,
      JsonMapper json) {
    this.views = views;
    this.labels = labels;
    this.log = log;
    this.folder = new DatasetFolder(settings.dataFolder());
    this.clock = clock;
    this.json = json;
  }

  /** Where the rows of a built training set lie. */
  Path rowsOf(UUID dataset) {
    return folder.rowsOf(dataset);
  }

  DatasetManifest build(UUID dataset, DatasetSpec spec) throws IOException {
    CompiledView view = views.find(spec.viewFingerprint());
    LabelDefinition label = labels.find(spec.labelFingerprint());
    Path draft = folder.begin(dataset);
    DatasetManifest manifest;
    try (RowsFile rows = new RowsFile(draft.resolve(DatasetFolder.ROWS), view.columns())) {
      Instant now = clock.instant();
      LogHighWater reached =
          log.scan(
              typesOf(view, label),
              spec.cutoffs().getLast().plus(label.horizon()),
              highWater ->
                  rowsOf(view, label, spec, spec.knownTime().maturity(highWater, now), rows));
      rows.finish();
      manifest = manifest(dataset, view, label, spec, rows, highWater(spec, reached, now));
    }
    DatasetFolder.write(draft.resolve(DatasetFolder.MANIFEST), json.writeValueAsBytes(manifest));
    folder.publish(dataset);
    return manifest;
  }

  private static Set<String> typesOf(CompiledView view, LabelDefinition label) {
    Set<String> types = new TreeSet<>(view.definition().eventTypes());
    types.addAll(label.eventTypes());
    return types;
  }

  private static CustomerVisitor rowsOf(
      CompiledView view, LabelDefinition label, DatasetSpec spec, Instant maturity, RowsFile rows) {
    List<Long> cutoffs = spec.cutoffs().stream().map(EventTime::toMicros).toList();
    long maturityMicros = EventTime.toMicros(maturity);
    return (customer, events) -> {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("The service stops; the training set is built again later");
      }
      TrainingRows.forEach(
          view,
          label,
          customer,
          events,
          cutoffs,
          spec.knownTime().engine(),
          maturityMicros,
          rows::add);
    };
  }

  private static DatasetManifest.HighWater highWater(
      DatasetSpec spec, LogHighWater reached, Instant now) {
    return new DatasetManifest.HighWater(
        reached.offsets(),
        reached.knownTime(),
        reached.eventTime(),
        spec.knownTime().maturity(reached, now));
  }

  private DatasetManifest manifest(
      UUID dataset,
      CompiledView view,
      LabelDefinition label,
      DatasetSpec spec,
      RowsFile rows,
      DatasetManifest.HighWater highWater) {
    var definition = view.definition();
    return new DatasetManifest(
        dataset.toString(),
        new DatasetManifest.View(
            definition.name(), definition.fingerprint(), json.readTree(definition.canonicalJson())),
        new DatasetManifest.Label(
            label.name(),
            label.fingerprint(),
            json.readTree(label.canonicalJson()),
            Period.print(label.horizon())),
        spec.cutoffs(),
        spec.knownTime(),
        rows.rows(),
        rows.labelled(),
        rows.positives(),
        rows.columns(),
        highWater,
        rows.sha256Hex(),
        clock.instant());
  }
}
