package io.churnops.ingestion.types;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a new schema says of a single value that the old one did not: types, values and bounds. */
final class NarrowedValues {

  private static final Set<String> ALL_TYPES =
      Set.of("object", "array", "string", "number", "boolean", "null");

  private final List<String> narrowed = new ArrayList<>();

  private NarrowedValues() {}

  /** In words, how fewer values would be accepted; empty where no fewer would. */
  static List<String> between(JsonNode before, JsonNode after) {
    NarrowedValues values = new NarrowedValues();
    values.types(before, after);
    values.values(before, after);
    values.bounds(before, after);
    return List.copyOf(values.narrowed);
  }

  private void types(JsonNode before, JsonNode after) {
    Set<String> lost = new TreeSet<>(typesOf(before));
    Set<String> kept = typesOf(after);
    lost.removeIf(type -> kept.contains(type) || type.equals("integer") && kept.contains("number"));
    if (!lost.isEmpty()) {
      narrowed.add("type %s would no longer be accepted".formatted(String.join(", ", lost)));
    }
  }

  private static Set<String> typesOf(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isString()) {
      return Set.of(type.asString());
    }
    return type.isArray()
        ? type.valueStream().map(JsonNode::asString).collect(Collectors.toSet())
        : ALL_TYPES;
  }

  private void values(JsonNode before, JsonNode after) {
    if (!after.has("enum") && !after.has("const")) {
      return;
    }
    if (!before.has("enum") && !before.has("const")) {
      narrowed.add("only certain values would be accepted");
      return;
    }
    Set<JsonNode> kept = allowed(after);
    List<String> lost =
        allowed(before).stream()
            .filter(value -> !kept.contains(value))
            .map(JsonNode::toString)
            .sorted()
            .toList();
    if (!lost.isEmpty()) {
      narrowed.add("values that would no longer be accepted: " + String.join(", ", lost));
    }
  }

  private static Set<JsonNode> allowed(JsonNode schema) {
    return (schema.has("const")
            ? Stream.of(schema.path("const"))
            : schema.path("enum").valueStream())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private void bounds(JsonNode before, JsonNode after) {
    for (String least :
        List.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")) {
      bound(least, before, after, 1);
    }
    for (String most :
        List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")) {
      bound(most, before, after, -1);
    }
    if (after.path("uniqueItems").asBoolean(false)
        && !before.path("uniqueItems").asBoolean(false)) {
      narrowed.add("items would have to be unique");
    }
    JsonNode step = after.path("multipleOf");
    if (step.isNumber()
        && !(before.path("multipleOf").isNumber()
            && before.path("multipleOf").decimalValue().remainder(step.decimalValue()).signum()
                == 0)) {
      narrowed.add("would have to be a multiple of " + step);
    }
  }

  /** A lower bound (sign 1) must not rise, an upper one (sign -1) not fall. */
  private void bound(String keyword, JsonNode before, JsonNode after, int sign) {
    JsonNode now = after.path(keyword);
    if (!now.isNumber()) {
      return;
    }
    JsonNode was = before.path(keyword);
    if (!was.isNumber()) {
      if (!isImplied(keyword, now, before, sign)) {
        narrowed.add("%s would be %s".formatted(keyword, now));
      }
    } else if (sign * now.decimalValue().compareTo(was.decimalValue()) > 0) {
      narrowed.add("%s was %s and would be %s".formatted(keyword, was, now));
    }
  }

  /** Whether the inclusive or exclusive twin of a bound said as much before. */
  private static boolean isImplied(String keyword, JsonNode now, JsonNode before, int sign) {
    return switch (keyword) {
      case "minLength", "minItems", "minProperties" -> now.decimalValue().signum() == 0;
      case "minimum", "maximum" -> {
        JsonNode was =
            before.path(keyword.equals("minimum") ? "exclusiveMinimum" : "exclusiveMaximum");
        yield was.isNumber() && sign * now.decimalValue().compareTo(was.decimalValue()) <= 0;
      }
      case "exclusiveMinimum", "exclusiveMaximum" -> {
        JsonNode was = before.path(keyword.equals("exclusiveMinimum") ? "minimum" : "maximum");
        yield was.isNumber() && sign * now.decimalValue().compareTo(was.decimalValue()) < 0;
      }
      default -> false;
    };
  }
}
