package io.churnops.ingestion.event;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.regex.RegularExpression;
import io.churnops.ingestion.event.SchemaShortcut.Items;
import io.churnops.ingestion.event.SchemaShortcut.Members;
import io.churnops.ingestion.event.SchemaShortcut.NumberLimits;
import io.churnops.ingestion.event.SchemaShortcut.TextLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes a schema apart, keyword by keyword, for a shortcut. A schema with any keyword that is not
 * known here, or with a value that is not known of it, is left to the validator.
 */
final class ShortcutCompiler {

  private static final Set<String> KEYWORDS =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "title",
          "description",
          "examples",
          "default",
          "type",
          "enum",
          "minLength",
          "maxLength",
          "pattern",
          "minimum",
          "maximum",
          "minItems",
          "maxItems",
          "items",
          "required",
          "dependentRequired",
          "properties",
          "additionalProperties");

  /** Ends the compilation of a schema that no shortcut can be sure of. */
  private static final class UnknownException extends RuntimeException {

    UnknownException() {
      super(null, null, false, false);
    }
  }

  private final SchemaContext context;

  private ShortcutCompiler(SchemaContext context) {
    this.context = context;
  }

  /** The shortcut of a compiled schema; {@link SchemaShortcut#NONE} if there can be none. */
  static SchemaShortcut compile(Schema schema) {
    try {
      return new ShortcutCompiler(schema.getSchemaContext()).shortcut(schema.getSchemaNode());
    } catch (UnknownException leftToTheValidator) {
      return SchemaShortcut.NONE;
    }
  }

  private SchemaShortcut shortcut(JsonNode schema) {
    if (schema.isBoolean() && schema.booleanValue()) {
      return SchemaShortcut.ALL;
    }
    require(schema.isObject() && schema.propertyNames().stream().allMatch(KEYWORDS::contains));
    return new SchemaShortcut(
        kinds(schema.get("type")),
        new TextLimits(
            limit(schema, "minLength", 0),
            limit(schema, "maxLength", Integer.MAX_VALUE),
            oneOf(schema.get("enum")),
            pattern(schema.get("pattern"))),
        new NumberLimits(
            number(schema, "minimum", Long.MIN_VALUE), number(schema, "maximum", Long.MAX_VALUE)),
        new Items(
            limit(schema, "minItems", 0),
            limit(schema, "maxItems", Integer.MAX_VALUE),
            schema.has("items") ? shortcut(schema.path("items")) : null),
        members(schema));
  }

  private static int kinds(@Nullable JsonNode type) {
    if (type == null) {
      return SchemaShortcut.ANY;
    }
    return switch (type.asString("")) {
      case "object" -> SchemaShortcut.OBJECT;
      case "array" -> SchemaShortcut.ARRAY;
      case "string" -> SchemaShortcut.STRING;
      case "boolean" -> SchemaShortcut.BOOLEAN;
      case "null" -> SchemaShortcut.NULL;
      case "number" -> SchemaShortcut.INTEGER | SchemaShortcut.DECIMAL;
      case "integer" -> SchemaShortcut.INTEGER;
      default -> throw new UnknownException();
    };
  }

  private static @Nullable Set<String> oneOf(@Nullable JsonNode values) {
    if (values == null) {
      return null;
    }
    require(values.isArray() && values.valueStream().allMatch(JsonNode::isString));
    return values.valueStream().map(JsonNode::stringValue).collect(Collectors.toSet());
  }

  private @Nullable RegularExpression pattern(@Nullable JsonNode pattern) {
    if (pattern == null) {
      return null;
    }
    require(pattern.isString());
    return RegularExpression.compile(pattern.stringValue(), context);
  }

  private static int limit(JsonNode schema, String keyword, int otherwise) {
    JsonNode limit = schema.get(keyword);
    require(limit == null || limit.isInt());
    return limit == null ? otherwise : limit.intValue();
  }

  private static long number(JsonNode schema, String keyword, long otherwise) {
    JsonNode limit = schema.get(keyword);
    require(limit == null || limit.isInt() || limit.isLong());
    return limit == null ? otherwise : limit.longValue();
  }

  private Members members(JsonNode schema) {
    JsonNode properties = schema.path("properties");
    JsonNode dependents = schema.path("dependentRequired");
    JsonNode others = schema.path("additionalProperties");
    require(others.isMissingNode() || others.isBoolean());
    List<String> known = spokenOf(properties, dependents, schema.path("required"));
    List<SchemaShortcut> shortcuts = new ArrayList<>();
    long[] besides = new long[known.size()];
    for (String name : known) {
      besides[shortcuts.size()] = bits(names(dependents.path(name)), known);
      shortcuts.add(properties.has(name) ? shortcut(properties.path(name)) : SchemaShortcut.ALL);
    }
    return new Members(
        known.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toList(),
        List.copyOf(shortcuts),
        bits(names(schema.path("required")), known),
        besides,
        others.isBoolean() && !others.booleanValue(),
        bits(List.copyOf(properties.propertyNames()), known));
  }

  /** All names that a schema speaks of, those of its properties first. */
  private static List<String> spokenOf(
      JsonNode properties, JsonNode dependents, JsonNode required) {
    Set<String> names = new LinkedHashSet<>(properties.propertyNames());
    names.addAll(names(required));
    names.addAll(dependents.propertyNames());
    dependents.forEach(besides -> names.addAll(names(besides)));
    require(names.size() <= Long.SIZE);
    return List.copyOf(names);
  }

  private static long bits(List<String> names, List<String> known) {
    return names.stream().mapToLong(name -> 1L << known.indexOf(name)).reduce(0, (a, b) -> a | b);
  }

  private static List<String> names(JsonNode array) {
    return array.valueStream().map(name -> name.asString("")).toList();
  }

  private static void require(boolean known) {
    if (!known) {
      throw new UnknownException();
    }
  }
}
