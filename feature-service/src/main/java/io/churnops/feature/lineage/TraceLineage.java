package io.churnops.feature.lineage;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.lineage.DatasetUses.Built;
import io.churnops.feature.lineage.LineageGraph.Edge;
import io.churnops.feature.lineage.LineageGraph.Kind;
import io.churnops.feature.lineage.LineageGraph.Node;
import io.churnops.feature.lineage.ModelUses.Version;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureOrigin;
import io.churnops.kit.problem.ProblemException;
import java.util.ArrayList;
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
  private final DatasetUses datasets;
  private final ModelUses models;

  TraceLineage(FeatureViews views, DatasetUses datasets, ModelUses models) {
    this.views = views;
    this.datasets = datasets;
    this.models = models;
  }

  /** Every feature of any view that reads an event type, and what was made of it. */
  LineageGraph ofEventType(String type) {
    List<CompiledView> reading =
        views.everyVersion().stream()
            .filter(view -> view.definition().eventTypes().contains(type))
            .toList();
    return graph(
        reading, origin -> origin.eventTypes().contains(type), type::equals, datasetsOf(reading));
  }

  /** A view, by its name or fingerprint. */
  LineageGraph ofView(String nameOrFingerprint) {
    List<CompiledView> one = List.of(views.find(nameOrFingerprint));
    return graph(one, _ -> true, _ -> true, datasetsOf(one));
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
        types::contains,
        datasetsOf(List.of(view)));
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
    return graph(read, _ -> true, _ -> true, built);
  }

  private List<Built> datasetsOf(List<CompiledView> some) {
    return datasets.ofViews(
        some.stream().map(view -> view.definition().fingerprint()).toList(), MOST_DATASETS);
  }

  private LineageGraph graph(
      List<CompiledView> some,
      Predicate<FeatureOrigin> features,
      Predicate<String> types,
      List<Built> built) {
    Set<Node> nodes = new LinkedHashSet<>();
    Set<Edge> edges = new LinkedHashSet<>();
    for (CompiledView view : some) {
      String fingerprint = view.definition().fingerprint();
      Node viewNode = new Node("view:" + fingerprint, Kind.FEATURE_VIEW, view.definition().name());
      for (FeatureOrigin origin : view.definition().origins()) {
        if (features.test(origin)) {
          Node feature = feature(view, origin.column().name());
          nodes.add(feature);
          edges.add(new Edge(feature.id(), viewNode.id()));
          sources(view, origin, types, nodes)
              .forEach(source -> edges.add(new Edge(source, feature.id())));
        }
      }
      nodes.add(viewNode);
    }
    built.forEach(dataset -> {
      nodes.add(
          new Node("dataset:" + dataset.id(), Kind.TRAINING_DATASET, dataset.id().toString()));
      edges.add(new Edge("view:" + dataset.viewFingerprint(), "dataset:" + dataset.id()));
    });
    for (Version version :
        models.ofDatasets(built.stream().map(dataset -> dataset.id().toString()).toList())) {
      String name = version.modelName() + "/" + version.version();
      nodes.add(new Node("model:" + name, Kind.MODEL_VERSION, name));
      edges.add(new Edge("dataset:" + version.datasetId(), "model:" + name));
    }
    return new LineageGraph(List.copyOf(nodes), List.copyOf(edges));
  }

  /** Columns for a derived feature, event types for any other. */
  private static List<String> sources(
      CompiledView view, FeatureOrigin origin, Predicate<String> types, Set<Node> nodes) {
    List<String> sources = new ArrayList<>();
    for (String operand : origin.columns()) {
      Node column = feature(view, operand);
      nodes.add(column);
      sources.add(column.id());
    }
    if (origin.columns().isEmpty()) {
      origin.eventTypes().stream()
          .filter(types)
          .sorted()
          .forEach(type -> {
            nodes.add(new Node("event-type:" + type, Kind.EVENT_TYPE, type));
            sources.add("event-type:" + type);
          });
    }
    return sources;
  }

  private static Node feature(CompiledView view, String name) {
    return new Node(
        "feature:" + view.definition().fingerprint() + "/" + name,
        Kind.FEATURE,
        view.definition().name() + "." + name);
  }

  private static ProblemException unknown(String kind, String what, String how) {
    return new ProblemException(
        HttpStatus.NOT_FOUND,
        "unknown-" + kind,
        "Unknown " + kind,
        "Nothing is known of %s '%s'. %s.".formatted(kind, what, how));
  }
}
