package io.churnops.feature.definitions;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Looks fields up in the JSON Schema of an event's data. */
final class SchemaFields {

  /** A schema with one of these may name members in ways that are not followed here. */
  private static final Set<String> INTRICATE =
      Set.of(
          "$ref",
          "$dynamicRef",
          "allOf",
          "anyOf",
          "oneOf",
          "if",
          "dependentSchemas",
          "patternProperties");

  private SchemaFields() {}

  /**
   * A member of which a schema says nothing.
   *
   * @param siblings those that it names in its place
   */
  record Missing(String member, Set<String> siblings) {}

  /** The first member of a path that is missing; empty where the schema leaves that open. */
  static Optional<Missing> missing(JsonNode schema, String path) {
    JsonNode at = schema;
    for (String step : path.split("\\.")) {
      boolean each = step.endsWith("[]");
      String member = each ? step.substring(0, step.length() - 2) : step;
      JsonNode members = at.path("properties");
      if (members.isEmpty() || at.propertyNames().stream().anyMatch(INTRICATE::contains)) {
        return Optional.empty();
      }
      if (!members.has(member)) {
        return Optional.of(new Missing(member, Set.copyOf(members.propertyNames())));
      }
      at = each ? members.path(member).path("items") : members.path(member);
    }
    return Optional.empty();
  }
}
