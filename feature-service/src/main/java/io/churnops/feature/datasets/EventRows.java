package io.churnops.feature.datasets;

import io.churnops.feature.datasets.DatasetManifest.Basis;
import io.churnops.feature.datasets.DatasetManifest.Reuse;
import io.churnops.feature.datasets.ReuseRows.Taken;
import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.definitions.Labels;
import io.churnops.feature.identity.Identities;
import io.churnops.feature.log.CustomerRange;
import io.churnops.feature.log.EventChoice;
import io.churnops.feature.log.EventLog;
import io.churnops.feature.log.LogHighWater;
import io.churnops.feature.state.SourceLag;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.LabelDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the rows of a training set from a snapshot of the log, each customer folded as serving
 * folds.
 */
@Component
class EventRows {

  private final FeatureViews views;
  private final Labels labels;
  private final EventLog log;
  private final Identities identities;
  private final SourceLag sourceLag;
  private final ReuseRows reuse;
  private final Spines spines;
  private final DatasetSettings settings;
  private final InstantSource clock;
  private final JsonMapper json;

  EventRows(
      FeatureViews views,
      Labels labels,
      EventLog log,
      Identities identities,
      SourceLag sourceLag,
      ReuseRows reuse,
      Spines spines,
      DatasetSettings settings,
      InstantSource clock,
      JsonMapper json) {
    this.views = views;
    this.labels = labels;
    this.log = log;
    this.identities = identities;
    this.sourceLag = sourceLag;
    this.reuse = reuse;
    this.spines = spines;
    this.settings = settings;
    this.clock = clock;
    this.json = json;
  }

  /**
   * Writes the rows into a folder.
   *
   * @throws UnusableBaseException if they cannot be made with the rows of an earlier training set
   */
  BuiltRows write(DatasetSpec spec, Path folder) throws IOException {
    CompiledView view = views.find(spec.viewFingerprint());
    List<LabelDefinition> definitions =
        spec.labelFingerprints().stream().map(labels::find).toList();
    Set<String> types = typesOf(view, definitions);
    Knowledge known = spec.knowledge();
    Optional<Spine> spine =
        spec.spine() == null ? Optional.empty() : Optional.of(spines.read(spec.spine().id()));
    List<DatasetManifest.Label> described =
        spec.spine() == null
            ? definitions.stream().map(this::described).toList()
            : List.of(spineLabel(spec.spine()));
    // Asked before the log is opened: what was in it by then is in what is read.
    Map<Integer, Instant> readUntil = sourceLag.readUntil();
    Instant now = clock.instant();
    try (RowsFile rows =
        new RowsFile(
            folder, DatasetFolder.ROWS, BuiltRows.labelColumns(described), view.columns())) {
      Pass pass =
          log.inSnapshot(snapshot -> {
            Instant maturity =
                known == null
                    ? spec.knownTime().maturity(snapshot.highWater(), readUntil, now)
                    : known.highWater().labelsMatureUntil();
            List<CustomerRange> ranges = snapshot.ranges(settings.eventsPerRange());
            Basis basis = reuse.basis(snapshot).orElse(null);
            Taken taken =
                reuse.of(
                    new ReuseRows.Wanted(spec, definitions, types, snapshot, maturity),
                    basis,
                    ranges,
                    folder);
            try (ReusedRows reused = taken.rows()) {
              RowSource source =
                  spine
                      .<RowSource>map(one -> new RowSource.OfSpine(view, one, spec.knownTime()))
                      .orElseGet(() ->
                          new RowSource.AtCutoffs(
                              view, definitions, spec.cutoffs(), spec.knownTime(), reused));
              new FoldRanges(
                      snapshot,
                      identities,
                      ranges,
                      new EventChoice(
                          types,
                          dataOf(view, definitions),
                          source.before(),
                          known == null ? null : known.highWater().offsets()),
                      spec.knownTime() == KnownTimeMode.AS_KNOWN,
                      Knowledge.lastChange(known),
                      maturity,
                      folder)
                  .run(settings.threads(), source, rows);
              return new Pass(
                  source.told(),
                  known == null ? highWater(snapshot.highWater(), maturity) : known.highWater(),
                  known == null || basis == null ? basis : known.basis(basis),
                  taken.told());
            }
          });
      rows.finish();
      return new BuiltRows(
          described(view),
          view.columns(),
          described,
          IntStream.range(0, described.size()).mapToObj(rows::outcomes).toList(),
          pass.cutoffs(),
          spec.knownTime(),
          rows.rows(),
          rows.sha256Hex(),
          pass.highWater(),
          spine.map(Spine::summary).orElse(null),
          null,
          pass.basis(),
          pass.reuse());
    }
  }

  /** What is told of a pass over the log. */
  private record Pass(
      List<Instant> cutoffs,
      DatasetManifest.HighWater highWater,
      @Nullable Basis basis,
      @Nullable Reuse reuse) {}

  private static Set<String> typesOf(CompiledView view, List<LabelDefinition> labels) {
    Set<String> types = new TreeSet<>(view.definition().eventTypes());
    labels.forEach(label -> types.addAll(label.eventTypes()));
    return types;
  }

  private static Set<String> dataOf(CompiledView view, List<LabelDefinition> labels) {
    Set<String> types = new TreeSet<>(view.definition().eventTypesReadInto());
    labels.forEach(label -> types.addAll(label.eventTypesReadInto()));
    return types;
  }

  private DatasetManifest.View described(CompiledView view) {
    var definition = view.definition();
    return new DatasetManifest.View(
        definition.name(), definition.fingerprint(), json.readTree(definition.canonicalJson()));
  }

  private DatasetManifest.Label described(LabelDefinition label) {
    return new DatasetManifest.Label(
        label.name(),
        label.fingerprint(),
        json.readTree(label.canonicalJson()),
        Period.print(label.horizon()));
  }

  /** The label of a spine is the caller's own; all that is known of it is where it came from. */
  private DatasetManifest.Label spineLabel(DatasetSpec.SpineUse spine) {
    JsonNode definition = json.createObjectNode().put("spine", spine.id());
    return new DatasetManifest.Label("spine", spine.id(), definition, spine.horizon());
  }

  private static DatasetManifest.HighWater highWater(LogHighWater reached, Instant maturity) {
    return new DatasetManifest.HighWater(
        reached.offsets(), reached.knownTime(), reached.eventTime(), maturity);
  }
}
