package io.churnops.feature.lineage;

import io.churnops.feature.lineage.DatasetUses.Built;
import io.churnops.feature.lineage.LineageGraph.Edge;
import io.churnops.feature.lineage.LineageGraph.Kind;
import io.churnops.feature.lineage.LineageGraph.Node;
import io.churnops.feature.lineage.ModelUses.Version;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureOrigin;
import io.churnops.features.engine.LabelDefinition;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A graph that is being drawn, from event types on. Of the definitions that a training set was made
 * of, those have an edge to it that were drawn before.
 */
final class DrawLineage {

  private final Set<Node> nodes = new LinkedHashSet<>();
  private final Set<Edge> edges = new LinkedHashSet<>();
  private final Set<String> definitions = new HashSet<>();
  private final Predicate<String> types;

  /**
   * Begins with nothing.
   *
   * @param types the event types that are drawn
   */
  DrawLineage(Predicate<String> types) {
    this.types = types;
  }

  /** Draws those features of a view that are wanted, and what they are made of. */
  void view(CompiledView view, Predicate<FeatureOrigin> wanted) {
    Node node =
        new Node(
            viewId(view.definition().fingerprint()), Kind.FEATURE_VIEW, view.definition().name());
    view.definition().origins().stream()
        .filter(wanted)
        .forEach(origin -> {
          Node feature = feature(view, origin.column().name());
          nodes.add(feature);
          edges.add(new Edge(feature.id(), node.id()));
          sources(view, origin, feature);
        });
    define(node);
  }

  /** Columns for a derived feature, event types for any other. */
  private void sources(CompiledView view, FeatureOrigin origin, Node feature) {
    for (String operand : origin.columns()) {
      Node column = feature(view, operand);
      nodes.add(column);
      edges.add(new Edge(column.id(), feature.id()));
    }
    if (origin.columns().isEmpty()) {
      eventTypes(origin.eventTypes(), feature);
    }
  }

  /** Draws a label and the event types that it reads. */
  void label(LabelDefinition label) {
    Node node = new Node(labelId(label.fingerprint()), Kind.LABEL, label.name());
    eventTypes(label.eventTypes(), node);
    define(node);
  }

  private void define(Node node) {
    nodes.add(node);
    definitions.add(node.id());
  }

  private void eventTypes(Set<String> read, Node by) {
    read.stream()
        .filter(types)
        .sorted()
        .forEach(type -> {
          Node node = new Node("event-type:" + type, Kind.EVENT_TYPE, type);
          nodes.add(node);
          edges.add(new Edge(node.id(), by.id()));
        });
  }

  void dataset(Built built) {
    String name = built.id().toString();
    String id = datasetId(name);
    Stream.concat(
            Stream.of(viewId(built.viewFingerprint())),
            built.labelFingerprints().stream().map(DrawLineage::labelId))
        .filter(definitions::contains)
        .forEach(definition -> edges.add(new Edge(definition, id)));
    nodes.add(new Node(id, Kind.TRAINING_DATASET, name));
  }

  void model(Version version) {
    String name = version.modelName() + "/" + version.version();
    Node node = new Node("model:" + name, Kind.MODEL_VERSION, name);
    nodes.add(node);
    edges.add(new Edge(datasetId(version.datasetId()), node.id()));
  }

  private static Node feature(CompiledView view, String name) {
    return new Node(
        "feature:" + view.definition().fingerprint() + "/" + name,
        Kind.FEATURE,
        view.definition().name() + "." + name);
  }

  private static String viewId(String fingerprint) {
    return "view:" + fingerprint;
  }

  private static String labelId(String fingerprint) {
    return "label:" + fingerprint;
  }

  private static String datasetId(String dataset) {
    return "dataset:" + dataset;
  }

  LineageGraph drawn() {
    return new LineageGraph(List.copyOf(nodes), List.copyOf(edges));
  }
}
