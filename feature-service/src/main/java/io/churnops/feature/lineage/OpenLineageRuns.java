package io.churnops.feature.lineage;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.lineage.DatasetUses.Built;
import io.churnops.feature.lineage.ModelUses.Version;
import io.churnops.feature.lineage.OpenLineageRun.Column;
import io.churnops.feature.lineage.OpenLineageRun.ColumnLineageFacet;
import io.churnops.feature.lineage.OpenLineageRun.Dataset;
import io.churnops.feature.lineage.OpenLineageRun.Facets;
import io.churnops.feature.lineage.OpenLineageRun.Field;
import io.churnops.feature.lineage.OpenLineageRun.InputField;
import io.churnops.feature.lineage.OpenLineageRun.SchemaFacet;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureOrigin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what was built of what, in the words of OpenLineage. */
@Component
class OpenLineageRuns {

  private static final String EVENTS = "churnops.events";
  private static final String DATASETS = "churnops.training-datasets";
  private static final String MODELS = "churnops.models";

  private final DatasetUses datasets;
  private final ModelUses models;
  private final FeatureViews views;

  OpenLineageRuns(DatasetUses datasets, ModelUses models, FeatureViews views) {
    this.datasets = datasets;
    this.models = models;
    this.views = views;
  }

  /**
   * The runs behind some training sets and the models trained on them.
   *
   * @param after the last training set of the page before
   */
  LineageController.Page page(@Nullable UUID after, int limit) {
    List<Built> found = datasets.after(after, limit + 1);
    boolean more = found.size() > limit;
    List<Built> page = more ? found.subList(0, limit) : found;
    List<Version> versions =
        models.ofDatasets(page.stream().map(built -> built.id().toString()).toList());
    List<OpenLineageRun> runs = new ArrayList<>();
    for (Built built : page) {
      runs.add(build(built));
      versions.stream()
          .filter(version -> version.datasetId().equals(built.id().toString()))
          .forEach(version -> runs.add(training(version, built)));
    }
    return new LineageController.Page(runs, more ? page.getLast().id() : null);
  }

  /** The run that built a training set. */
  OpenLineageRun build(Built built) {
    CompiledView view = views.find(built.viewFingerprint());
    return OpenLineageRun.complete(
        built.finishedAt(),
        built.id(),
        "training-dataset." + view.definition().name(),
        view.definition().eventTypes().stream()
            .map(type -> new Dataset(EVENTS, type, null))
            .toList(),
        List.of(new Dataset(DATASETS, built.id().toString(), facets(view))));
  }

  /** The run that trained a model version. */
  static OpenLineageRun training(Version version, Built built) {
    String name = version.modelName() + "/" + version.version();
    return OpenLineageRun.complete(
        built.finishedAt(),
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        "model." + version.modelName(),
        List.of(new Dataset(DATASETS, version.datasetId(), null)),
        List.of(new Dataset(MODELS, name, null)));
  }

  private static Facets facets(CompiledView view) {
    List<Field> fields = new ArrayList<>();
    Map<String, Column> lineage = new LinkedHashMap<>();
    for (FeatureOrigin origin : view.definition().origins()) {
      fields.add(
          new Field(
              origin.column().name(), origin.column().type().name().toLowerCase(Locale.ROOT)));
      lineage.put(
          origin.column().name(),
          new Column(
              origin.eventTypes().stream()
                  .sorted()
                  .map(type -> new InputField(EVENTS, type, "data"))
                  .toList(),
              origin.transformation()));
    }
    return new Facets(SchemaFacet.of(fields), ColumnLineageFacet.of(lineage));
  }
}
