package io.churnops.ingestion.types;

import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The keywords of JSON Schema 2020-12 that a schema of an event type may use, by their shape. */
final class Keywords {

  static final String REF = "$ref";
  static final String DEFS = "$defs";
  static final String DEFS_POINTER = "#/$defs/";

  /** Hold one schema. */
  static final Set<String> SCHEMA =
      Set.of(
          "additionalProperties",
          "items",
          "contains",
          "not",
          "if",
          "then",
          "else",
          "propertyNames",
          "unevaluatedItems",
          "unevaluatedProperties");

  /** Hold schemas by name. */
  static final Set<String> SCHEMA_MAP =
      Set.of("properties", "patternProperties", "dependentSchemas", DEFS);

  /** Hold a list of schemas. */
  static final Set<String> SCHEMA_LIST = Set.of("allOf", "anyOf", "oneOf", "prefixItems");

  /** Say what a value must be. */
  static final Set<String> ASSERTION =
      Set.of(
          "type",
          "enum",
          "const",
          "multipleOf",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minContains",
          "maxContains",
          "minProperties",
          "maxProperties",
          "required",
          "dependentRequired");

  /** Accept less when a schema within them accepts more. */
  static final Set<String> CONTRARY =
      Set.of("not", "if", "oneOf", "contains", "unevaluatedItems", "unevaluatedProperties");

  private static final Set<String> ANNOTATION =
      Set.of(
          "title",
          "description",
          "default",
          "examples",
          "deprecated",
          "readOnly",
          "writeOnly",
          "$comment");

  /** Stand at the root of a document only. */
  private static final Set<String> HEAD = Set.of("$schema", "$id");

  private static final String EXTENSION = "x-";

  private Keywords() {}

  static boolean isAnnotation(String keyword) {
    return ANNOTATION.contains(keyword) || HEAD.contains(keyword) || keyword.startsWith(EXTENSION);
  }

  static boolean isKnown(String keyword, boolean root) {
    return HEAD.contains(keyword)
        ? root
        : isAnnotation(keyword)
            || ASSERTION.contains(keyword)
            || SCHEMA.contains(keyword)
            || SCHEMA_MAP.contains(keyword)
            || SCHEMA_LIST.contains(keyword)
            || keyword.equals(REF);
  }

  /** The schemas directly within a schema. */
  static Stream<JsonNode> within(JsonNode schema) {
    return schema
        .propertyStream()
        .flatMap(member -> {
          String keyword = member.getKey();
          if (SCHEMA.contains(keyword)) {
            return Stream.of(member.getValue());
          }
          return SCHEMA_MAP.contains(keyword) || SCHEMA_LIST.contains(keyword)
              ? member.getValue().valueStream()
              : Stream.of();
        });
  }
}
