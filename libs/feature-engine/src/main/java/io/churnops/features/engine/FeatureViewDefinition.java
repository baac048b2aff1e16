package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A feature view as its author wrote it, checked. Views of the same meaning have the same
 * fingerprint, however they are spelt and documented.
 */
public final class FeatureViewDefinition {

  private final String name;
  private final List<FeatureSpec> features;
  private final List<DerivedSpec> derived;
  private final List<Retraction> retractions;
  private final @Nullable Freshness freshness;
  private final String canonicalJson;
  private final String documentedJson;
  private final String fingerprint;

  FeatureViewDefinition(
      String name,
      List<FeatureSpec> features,
      List<DerivedSpec> derived,
      List<Retraction> retractions,
      @Nullable Freshness freshness,
      Documentation documentation) {
    this.name = name;
    this.features = List.copyOf(features);
    this.derived = List.copyOf(derived);
    this.retractions = List.copyOf(retractions);
    ObjectNode json = json();
    this.canonicalJson = json.toString();
    this.fingerprint = DefinitionReader.fingerprint(canonicalJson);
    this.freshness = freshness;
    if (freshness != null) {
      json.put("freshness", freshness.text());
    }
    documentation.addTo(json);
    this.documentedJson = json.toString();
  }

  /**
   * Reads a definition in YAML or JSON.
   *
   * @throws DefinitionException listing everything wrong with it
   */
  public static FeatureViewDefinition parse(String yamlOrJson) {
    return new FeatureViewReader().read(yamlOrJson);
  }

  public String name() {
    return name;
  }

  /** The version of the view: the first 16 bytes of the SHA-256 of its canonical JSON, in hex. */
  public String fingerprint() {
    return fingerprint;
  }

  /** How far behind its source the view may be before its values are stale, if it says so. */
  public Optional<Freshness> freshness() {
    return Optional.ofNullable(freshness);
  }

  /** What the definition means: no freshness, description, owner or tags. Can be parsed again. */
  public String canonicalJson() {
    return canonicalJson;
  }

  /** The whole definition, with freshness, description, owner and tags. Can be parsed again. */
  public String documentedJson() {
    return documentedJson;
  }

  /** The event types that some feature reads, and those that take events back. */
  public Set<String> eventTypes() {
    Set<String> types = new TreeSet<>();
    features.forEach(feature -> types.addAll(feature.selector().types()));
    retractions.forEach(retraction -> types.addAll(retraction.by().types()));
    return types;
  }

  /** Those of which the data is read too; of the others, only that they happened. */
  public Set<String> eventTypesReadInto() {
    Set<String> types = new TreeSet<>();
    features.stream()
        .map(FeatureSpec::signal)
        .filter(signal -> signal.path() != null || signal.selector().where() != null)
        .forEach(signal -> types.addAll(signal.selector().types()));
    for (Retraction retraction : retractions) {
      types.addAll(retraction.types());
      types.addAll(retraction.by().types());
    }
    types.retainAll(eventTypes());
    return types;
  }

  List<FeatureSpec> features() {
    return features;
  }

  List<DerivedSpec> derived() {
    return derived;
  }

  List<Retraction> retractions() {
    return retractions;
  }

  /** The columns of a vector: those of the features, then the derived ones. */
  List<FeatureColumn> columns() {
    return Stream.concat(
            features.stream().flatMap(feature -> feature.columns().stream()),
            derived.stream().map(DerivedSpec::column))
        .toList();
  }

  /** Where each column comes from, in the order of the columns. */
  public List<FeatureOrigin> origins() {
    List<FeatureOrigin> origins = new ArrayList<>();
    for (FeatureSpec feature : features) {
      int column = 0;
      for (FeatureColumn one : feature.columns()) {
        origins.add(FeatureOrigin.of(feature, one, column++, retractions));
      }
    }
    for (DerivedSpec column : derived) {
      origins.add(FeatureOrigin.of(column, origins));
    }
    return List.copyOf(origins);
  }

  private ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("view", name);
    json.put("entity", "customer");
    ArrayNode featureList = json.putArray("features");
    features.forEach(feature -> featureList.add(json(feature)));
    if (!derived.isEmpty()) {
      ArrayNode derivedList = json.putArray("derived");
      derived.forEach(column -> derivedList.add(json(column)));
    }
    if (!retractions.isEmpty()) {
      ArrayNode retractionList = json.putArray("retract");
      retractions.forEach(retraction -> retraction.writeTo(retractionList.addObject()));
    }
    return json;
  }

  static ObjectNode json(FeatureSpec feature) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", feature.name());
    feature.selector().writeTo(json, "event");
    json.put("aggregate", feature.aggregate().word());
    if (feature.of() != null) {
      json.put("of", feature.of().text());
    }
    if (!feature.windows().isEmpty()) {
      ArrayNode windows = json.putArray("windows");
      feature.windows().forEach(window -> windows.add(window.text()));
    }
    if (!feature.ranking().isNone()) {
      json.put("k", feature.ranking().k());
      json.put("cardinality", feature.ranking().cardinality());
    }
    if (feature.type() == ColumnType.CATEGORY) {
      json.put("type", "category");
    }
    if (feature.exact()) {
      json.put("exact", true);
    }
    return json;
  }

  static ObjectNode json(DerivedSpec column) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", column.name());
    json.put("expression", column.expression());
    if (column.otherwise() != null) {
      json.put("otherwise", column.otherwise());
    }
    return json;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FeatureViewDefinition that
        && documentedJson.equals(that.documentedJson);
  }

  @Override
  public int hashCode() {
    return documentedJson.hashCode();
  }

  @Override
  public String toString() {
    return "feature view " + name + " " + fingerprint;
  }
}
