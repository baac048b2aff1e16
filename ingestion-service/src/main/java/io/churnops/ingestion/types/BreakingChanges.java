package io.churnops.ingestion.types;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a new schema breaks: data that were valid and would not be, and fields that would go. A
 * change that cannot be shown to be harmless counts as breaking. A new optional field is taken for
 * harmless, though data may by chance have had another field of that name.
 */
final class BreakingChanges {

  private static final JsonNode ANYTHING = JsonNodeFactory.instance.booleanNode(true);

  /**
   * Compared one by one, here and in {@link NarrowedValues}; every other assertion must stay as it
   * is.
   */
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "type",
          "enum",
          "const",
          "required",
          "properties",
          "additionalProperties",
          "items",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "uniqueItems",
          "multipleOf",
          Keywords.DEFS);

  /** Hold schemas of the same value, in which there may be fields. */
  private static final List<String> MAY_NAME_FIELDS =
      List.of(Keywords.REF, "allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas");

  private final List<Break> breaks = new ArrayList<>();

  private BreakingChanges() {}

  /** The breaks, in the order of the new schema; empty when the change is harmless. */
  static List<Break> between(JsonNode before, JsonNode after) {
    BreakingChanges changes = new BreakingChanges();
    changes.compare("/data", before, after);
    changes.compareDefinitions(before, after);
    return List.copyOf(changes.breaks);
  }

  private void compare(String where, JsonNode before, JsonNode after) {
    if (before.equals(after) || acceptsNothing(before) || acceptsAnything(after)) {
      return;
    }
    if (after.isBoolean()) {
      add(where, "nothing would be accepted any more");
      return;
    }
    NarrowedValues.between(before, after).forEach(what -> add(where, what));
    objects(where, before, after);
    if (after.has("items")) {
      compare(
          where + "/*",
          before.path("items").isMissingNode() ? ANYTHING : before.path("items"),
          after.path("items"));
    }
    others(where, before, after);
  }

  private void objects(String where, JsonNode before, JsonNode after) {
    JsonNode fields = after.path("properties");
    before
        .path("properties")
        .properties()
        .forEach(field -> {
          String place = where + "/" + field.getKey();
          if (fields.has(field.getKey())) {
            compare(place, field.getValue(), fields.path(field.getKey()));
          } else {
            add(place, "the field would be removed");
          }
        });
    Set<String> required = names(before.path("required"));
    names(after.path("required")).stream()
        .filter(name -> !required.contains(name))
        .forEach(name -> add(where + "/" + name, "the field would be required"));
    newFields(where, before, fields);
    if (after.has("additionalProperties")) {
      compare(where + "/*", further(before), after.path("additionalProperties"));
    }
  }

  /** A field that was a further one, of which something was asked, must not be asked for more. */
  private void newFields(String where, JsonNode before, JsonNode fields) {
    JsonNode further = further(before);
    if (acceptsAnything(further)) {
      return;
    }
    fields
        .properties()
        .forEach(field -> {
          if (!before.path("properties").has(field.getKey())) {
            compare(where + "/" + field.getKey(), further, field.getValue());
          }
        });
  }

  private static JsonNode further(JsonNode schema) {
    JsonNode further = schema.path("additionalProperties");
    return further.isMissingNode() ? ANYTHING : further;
  }

  private static Set<String> names(JsonNode list) {
    return list.valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void others(String where, JsonNode before, JsonNode after) {
    for (var member : after.properties()) {
      String keyword = member.getKey();
      if (!UNDERSTOOD.contains(keyword)
          && !Keywords.isAnnotation(keyword)
          && !member.getValue().equals(before.path(keyword))) {
        add(where, keyword + " would change");
      }
    }
    // Without these, others would apply to more.
    for (String keyword : List.of("prefixItems", "patternProperties", "minContains")) {
      if (before.has(keyword) && !after.has(keyword)) {
        add(where, keyword + " would go");
      }
    }
    for (String keyword : MAY_NAME_FIELDS) {
      if (before.has(keyword)
          && !after.has(keyword)
          && namesFields(keyword, before.path(keyword))) {
        add(where, keyword + " would go");
      }
    }
    for (String keyword : List.of("unevaluatedProperties", "unevaluatedItems")) {
      if (after.has(keyword) && after.path(keyword).equals(before.path(keyword))) {
        add(where, "something would change beside " + keyword);
      }
    }
  }

  /** Whether fields are named within, which then are compared with nothing any more. */
  private static boolean namesFields(String keyword, JsonNode value) {
    return keyword.equals("properties")
        || keyword.equals(Keywords.REF)
        || Keywords.within(JsonNodeFactory.instance.objectNode().set(keyword, value))
            .flatMap(JsonNode::propertyStream)
            .anyMatch(member -> namesFields(member.getKey(), member.getValue()));
  }

  private void compareDefinitions(JsonNode before, JsonNode after) {
    JsonNode was = before.path(Keywords.DEFS);
    JsonNode now = after.path(Keywords.DEFS);
    if (was.equals(now)) {
      return;
    }
    if (hasContrary(before) || hasContrary(after)) {
      add("/data", "$defs would change beside not, if, oneOf, contains or unevaluated…");
      return;
    }
    was.properties()
        .forEach(definition -> {
          if (now.has(definition.getKey())) {
            compare(
                "#/$defs/" + definition.getKey(),
                definition.getValue(),
                now.path(definition.getKey()));
          }
        });
  }

  private static boolean hasContrary(JsonNode schema) {
    return Keywords.CONTRARY.stream().anyMatch(schema::has)
        || Keywords.within(schema).anyMatch(BreakingChanges::hasContrary);
  }

  private static boolean acceptsAnything(JsonNode schema) {
    return schema.isBoolean() && schema.booleanValue()
        || schema.isObject() && schema.propertyNames().stream().allMatch(Keywords::isAnnotation);
  }

  private static boolean acceptsNothing(JsonNode schema) {
    return schema.isBoolean() && !schema.booleanValue();
  }

  private void add(String where, String what) {
    breaks.add(new Break(where, what));
  }
}
