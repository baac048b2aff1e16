package io.churnops.feature.lineage;

import io.churnops.feature.datasets.LabelColumns;
import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.definitions.Labels;
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
import io.churnops.features.engine.LabelDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  private final Labels labels;

  OpenLineageRuns(DatasetUses datasets, ModelUses models, FeatureViews views, Labels labels) {
    this.datasets = datasets;
    this.models = models;
    this.views = views;
    this.labels = labels;
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
    List<LabelDefinition> asked = built.labelFingerprints().stream().map(labels::find).toList();
    Set<String> types = new TreeSet<>(view.definition().eventTypes());
    asked.forEach(label -> types.addAll(label.eventTypes()));
    return OpenLineageRun.complete(
        built.finishedAt(),
        built.id(),
        "training-dataset." + view.definition().name(),
        types.stream().map(type -> new Dataset(EVENTS, type, null)).toList(),
        List.of(new Dataset(DATASETS, built.id().toString(), facets(view, asked))));
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

  /** The columns of the rows, labels before features, and what each is made of. */
  private static Facets facets(CompiledView view, List<LabelDefinition> asked) {
    List<Field> fields = new ArrayList<>();
    Map<String, Column> lineage = new LinkedHashMap<>();
    List<String> columns = LabelColumns.of(asked.stream().map(LabelDefinition::name).toList());
    for (int i = 0; i < asked.size(); i++) {
      LabelDefinition label = asked.get(i);
      fields.add(new Field(columns.get(i), "boolean"));
      lineage.put(columns.get(i), new Column(inputs(label.eventTypes()), label.canonicalJson()));
    }
    for (FeatureOrigin origin : view.definition().origins()) {
      String name = origin.column().name();
      fields.add(new Field(name, origin.column().type().name().toLowerCase(Locale.ROOT)));
      lineage.put(name, new Column(inputs(origin.eventTypes()), origin.transformation()));
    }
    return new Facets(SchemaFacet.of(fields), ColumnLineageFacet.of(lineage));
  }

  private static List<InputField> inputs(Set<String> types) {
    return types.stream().sorted().map(type -> new InputField(EVENTS, type, "data")).toList();
  }
}
