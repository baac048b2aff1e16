package io.churnops.feature.lineage;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.definitions.Labels;
import io.churnops.feature.lineage.DatasetUses.Built;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureOrigin;
import io.churnops.features.engine.LabelDefinition;
import io.churnops.kit.problem.ProblemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Follows the way from event types to models, from anywhere on it in both directions. */
@Component
class TraceLineage {

  private static final int MOST_DATASETS = 1_000;

  private final FeatureViews views;
  private final Labels labels;
  private final DatasetUses datasets;
  private final ModelUses models;

  TraceLineage(FeatureViews views, Labels labels, DatasetUses datasets, ModelUses models) {
    this.views = views;
    this.labels = labels;
    this.datasets = datasets;
    this.models = models;
  }

  /**
   * Every feature of any view and every label that reads an event type, and what was made of it.
   */
  LineageGraph ofEventType(String type) {
    List<CompiledView> reading =
        views.everyVersion().stream()
            .filter(view -> view.definition().eventTypes().contains(type))
            .toList();
    List<LabelDefinition> asking =
        labels.everyVersion().stream().filter(label -> label.eventTypes().contains(type)).toList();
    return graph(
        reading,
        origin -> origin.eventTypes().contains(type),
        asking,
        type::equals,
        datasetsOf(reading, asking));
  }

  /** A view, by its name or fingerprint. */
  LineageGraph ofView(String nameOrFingerprint) {
    List<CompiledView> one = List.of(views.find(nameOrFingerprint));
    return graph(one, _ -> true, List.of(), _ -> true, datasetsOf(one, List.of()));
  }

  /** A label, by its name or fingerprint. */
  LineageGraph ofLabel(String nameOrFingerprint) {
    List<LabelDefinition> one = List.of(labels.find(nameOrFingerprint));
    return graph(List.of(), _ -> true, one, _ -> true, datasetsOf(List.of(), one));
  }

  /** A feature, by its view's name or fingerprint and its own name, with a dot between them. */
  LineageGraph ofFeature(String viewAndName) {
    int dot = viewAndName.indexOf('.');
    CompiledView view = views.find(dot < 0 ? viewAndName : viewAndName.substring(0, dot));
    String name = viewAndName.substring(dot + 1);
    Set<String> needed = new LinkedHashSet<>();
    List<FeatureOrigin> origins = view.definition().origins();
    need(name, origins, needed);
    if (needed.isEmpty()) {
      throw unknown("feature", viewAndName, "Write it as view.feature");
    }
    Set<String> types = new LinkedHashSet<>();
    origins.stream()
        .filter(origin -> needed.contains(origin.column().name()))
        .forEach(origin -> types.addAll(origin.eventTypes()));
    return graph(
        List.of(view),
        origin -> needed.contains(origin.column().name()),
        List.of(),
        types::contains,
        datasetsOf(List.of(view), List.of()));
  }

  private static void need(String name, List<FeatureOrigin> origins, Set<String> needed) {
    for (FeatureOrigin origin : origins) {
      if (origin.column().name().equals(name) && needed.add(name)) {
        origin.columns().forEach(operand -> need(operand, origins, needed));
      }
    }
  }

  LineageGraph ofDataset(UUID dataset) {
    List<Built> built = datasets.ofIds(List.of(dataset));
    if (built.isEmpty()) {
      throw unknown("dataset", dataset.toString(), "Only complete training sets have a lineage");
    }
    return ofDatasets(built);
  }

  /** A model, by its name and, if one version is meant, a slash and its number. */
  LineageGraph ofModel(String model) {
    List<UUID> used =
        models.ofModel(model).stream()
            .map(version -> UUID.fromString(version.datasetId()))
            .toList();
    if (used.isEmpty()) {
      throw unknown("model", model, "Models are known from the first time an alias means them");
    }
    return ofDatasets(datasets.ofIds(used));
  }

  private LineageGraph ofDatasets(List<Built> built) {
    List<CompiledView> read =
        built.stream().map(Built::viewFingerprint).distinct().map(views::find).toList();
    List<LabelDefinition> asked =
        built.stream()
            .flatMap(dataset -> dataset.labelFingerprints().stream())
            .distinct()
            .map(labels::find)
            .toList();
    return graph(read, _ -> true, asked, _ -> true, built);
  }

  private List<Built> datasetsOf(List<CompiledView> someViews, List<LabelDefinition> someLabels) {
    return datasets.ofDefinitions(
        someViews.stream().map(view -> view.definition().fingerprint()).toList(),
        someLabels.stream().map(LabelDefinition::fingerprint).toList(),
        MOST_DATASETS);
  }

  /**
   * Draws definitions and what was made of them.
   *
   * @param types the event types that are drawn
   */
  private LineageGraph graph(
      List<CompiledView> someViews,
      Predicate<FeatureOrigin> features,
      List<LabelDefinition> someLabels,
      Predicate<String> types,
      List<Built> built) {
    DrawLineage graph = new DrawLineage(types);
    someViews.forEach(view -> graph.view(view, features));
    someLabels.forEach(graph::label);
    built.forEach(graph::dataset);
    models
        .ofDatasets(built.stream().map(dataset -> dataset.id().toString()).toList())
        .forEach(graph::model);
    return graph.drawn();
  }

  private static ProblemException unknown(String kind, String what, String how) {
    return new ProblemException(
        HttpStatus.NOT_FOUND,
        "unknown-" + kind,
        "Unknown " + kind,
        "Nothing is known of %s '%s'. %s.".formatted(kind, what, how));
  }
}
