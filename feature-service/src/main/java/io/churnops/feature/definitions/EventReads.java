package io.churnops.feature.definitions;

import io.churnops.features.engine.FeatureViewDefinition;
import io.churnops.features.engine.LabelDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a definition reads of events.
 *
 * @param fields of their data, one for each place in the definition
 */
record EventReads(Plan.Kind kind, String name, Set<String> eventTypes, List<Field> fields) {

  private static final Pattern QUOTED =
      Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern IN_CONDITION =
      Pattern.compile("\\bdata\\.([A-Za-z_]\\w*)\\b(?!\\s*\\()");

  EventReads {
    eventTypes = Set.copyOf(eventTypes);
    fields = List.copyOf(fields);
  }

  /**
   * A field that is read of one of some types.
   *
   * @param by the feature, or the part of the label
   * @param path members joined by dots, {@code []} after those whose elements are meant
   */
  record Field(String by, Set<String> eventTypes, String path) {}

  static EventReads of(FeatureViewDefinition view) {
    List<Field> fields = new ArrayList<>();
    for (JsonNode feature : JsonMapper.shared().readTree(view.canonicalJson()).path("features")) {
      collect(feature.path("name").stringValue(""), feature, feature.path("event"), fields);
    }
    return new EventReads(Plan.Kind.VIEW, view.name(), view.eventTypes(), fields);
  }

  static EventReads of(LabelDefinition label) {
    JsonNode json = JsonMapper.shared().readTree(label.canonicalJson());
    List<Field> fields = new ArrayList<>();
    collect("churned", json.path("churned"), json.path("churned").path("no"), fields);
    collect("eligible", json.path("eligible"), json.path("eligible").path("event"), fields);
    return new EventReads(Plan.Kind.LABEL, label.name(), label.eventTypes(), fields);
  }

  static List<EventReads> of(DefinitionSet set) {
    List<EventReads> reads = new ArrayList<>();
    set.views().forEach(view -> reads.add(of(view.definition())));
    set.labels().forEach(label -> reads.add(of(label.definition())));
    return reads;
  }

  private static void collect(String by, JsonNode selector, JsonNode event, List<Field> to) {
    Set<String> types = new TreeSet<>();
    if (event.isString()) {
      types.add(event.stringValue());
    } else {
      event.forEach(type -> types.add(type.stringValue("")));
    }
    if (selector.path("of").isString()) {
      to.add(new Field(by, types, selector.path("of").stringValue()));
    }
    IN_CONDITION
        .matcher(QUOTED.matcher(selector.path("where").stringValue("")).replaceAll(""))
        .results()
        .map(found -> found.group(1))
        .distinct()
        .forEach(member -> to.add(new Field(by, types, member)));
  }
}
