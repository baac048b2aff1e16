package io.churnops.ingestion.event;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.regex.RegularExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A quick look at data that are most likely valid. It answers "certainly valid" or "not sure", and
 * whatever it is not sure of is the validator's to judge and to put into words. A schema with any
 * keyword it does not know is never certain.
 */
@FunctionalInterface
interface SchemaShortcut {

  /** Is sure of nothing. */
  SchemaShortcut NONE = _ -> false;

  /** Whether the data certainly satisfy the schema. */
  boolean certainlyValid(JsonNode data);

  /** The shortcut of a compiled schema. */
  static SchemaShortcut of(Schema schema) {
    return new Compilation(schema.getSchemaContext()).of(schema.getSchemaNode());
  }

  /** Takes a schema apart, keyword by keyword. */
  final class Compilation {

    private static final Set<String> ANNOTATIONS =
        Set.of("$schema", "$id", "$comment", "title", "description", "examples", "default");

    private final SchemaContext context;

    private Compilation(SchemaContext context) {
      this.context = context;
    }

    private SchemaShortcut of(JsonNode schema) {
      if (!schema.isObject()) {
        return schema.isBoolean() && schema.booleanValue() ? _ -> true : NONE;
      }
      List<SchemaShortcut> parts = new ArrayList<>();
      for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
        if (!ANNOTATIONS.contains(keyword.getKey())) {
          parts.add(keyword(keyword.getKey(), keyword.getValue(), schema));
        }
      }
      return parts.contains(NONE) ? NONE : all(parts.toArray(SchemaShortcut[]::new));
    }

    private static SchemaShortcut all(SchemaShortcut[] parts) {
      return data -> {
        for (SchemaShortcut part : parts) {
          if (!part.certainlyValid(data)) {
            return false;
          }
        }
        return true;
      };
    }

    private SchemaShortcut keyword(String keyword, JsonNode value, JsonNode schema) {
      return switch (keyword) {
        case "type" -> type(value.asString(""));
        case "enum" -> oneOf(value);
        case "minLength" -> minLength(value);
        case "maxLength" -> maxLength(value);
        case "pattern" -> pattern(value);
        case "minimum" -> atLeast(value);
        case "maximum" -> atMost(value);
        case "minItems" -> minItems(value);
        case "maxItems" -> maxItems(value);
        case "items" -> items(value);
        case "required" -> required(value);
        case "dependentRequired" -> dependentRequired(value);
        case "properties" -> properties(value);
        case "additionalProperties" -> additionalProperties(value, schema.path("properties"));
        default -> NONE;
      };
    }

    private static SchemaShortcut type(String type) {
      return switch (type) {
        case "object" -> JsonNode::isObject;
        case "array" -> JsonNode::isArray;
        case "string" -> JsonNode::isString;
        case "boolean" -> JsonNode::isBoolean;
        case "null" -> JsonNode::isNull;
        case "number" -> JsonNode::isNumber;
        case "integer" -> JsonNode::isIntegralNumber;
        default -> NONE;
      };
    }

    private static SchemaShortcut oneOf(JsonNode values) {
      if (!values.isArray() || !values.valueStream().allMatch(JsonNode::isString)) {
        return NONE;
      }
      Set<String> known =
          values.valueStream().map(JsonNode::stringValue).collect(Collectors.toSet());
      return data -> data.isString() && known.contains(data.stringValue());
    }

    private static SchemaShortcut minLength(JsonNode value) {
      if (!value.isInt()) {
        return NONE;
      }
      int least = value.intValue();
      return data ->
          !data.isString()
              || data.stringValue().codePointCount(0, data.stringValue().length()) >= least;
    }

    /** A text has at least as many {@code char}s as characters. */
    private static SchemaShortcut maxLength(JsonNode value) {
      if (!value.isInt()) {
        return NONE;
      }
      int most = value.intValue();
      return data -> !data.isString() || data.stringValue().length() <= most;
    }

    private SchemaShortcut pattern(JsonNode value) {
      if (!value.isString()) {
        return NONE;
      }
      RegularExpression expression = RegularExpression.compile(value.stringValue(), context);
      return data -> !data.isString() || expression.matches(data.stringValue());
    }

    private static SchemaShortcut atLeast(JsonNode value) {
      if (!isLong(value)) {
        return NONE;
      }
      long least = value.longValue();
      return data -> !data.isNumber() || isLong(data) && data.longValue() >= least;
    }

    private static SchemaShortcut atMost(JsonNode value) {
      if (!isLong(value)) {
        return NONE;
      }
      long most = value.longValue();
      return data -> !data.isNumber() || isLong(data) && data.longValue() <= most;
    }

    private static boolean isLong(JsonNode number) {
      return number.isInt() || number.isLong();
    }

    private static SchemaShortcut minItems(JsonNode value) {
      if (!value.isInt()) {
        return NONE;
      }
      int least = value.intValue();
      return data -> !data.isArray() || data.size() >= least;
    }

    private static SchemaShortcut maxItems(JsonNode value) {
      if (!value.isInt()) {
        return NONE;
      }
      int most = value.intValue();
      return data -> !data.isArray() || data.size() <= most;
    }

    private SchemaShortcut items(JsonNode schema) {
      SchemaShortcut each = of(schema);
      if (each == NONE) {
        return NONE;
      }
      return data -> {
        if (data.isArray()) {
          for (int i = 0; i < data.size(); i++) {
            if (!each.certainlyValid(data.path(i))) {
              return false;
            }
          }
        }
        return true;
      };
    }

    private static SchemaShortcut required(JsonNode value) {
      List<String> names = names(value);
      return data -> !data.isObject() || hasAll(data, names);
    }

    private static SchemaShortcut dependentRequired(JsonNode value) {
      Map<String, List<String>> names = new HashMap<>();
      value.properties().forEach(member -> names.put(member.getKey(), names(member.getValue())));
      return data -> {
        for (Map.Entry<String, List<String>> dependent : names.entrySet()) {
          if (data.has(dependent.getKey()) && !hasAll(data, dependent.getValue())) {
            return false;
          }
        }
        return true;
      };
    }

    private static boolean hasAll(JsonNode data, List<String> names) {
      for (String name : names) {
        if (!data.has(name)) {
          return false;
        }
      }
      return true;
    }

    private SchemaShortcut properties(JsonNode value) {
      Map<String, SchemaShortcut> byName = new HashMap<>();
      value.properties().forEach(member -> byName.put(member.getKey(), of(member.getValue())));
      if (byName.containsValue(NONE)) {
        return NONE;
      }
      return data -> {
        for (Map.Entry<String, JsonNode> member : data.properties()) {
          SchemaShortcut known = byName.get(member.getKey());
          if (known != null && !known.certainlyValid(member.getValue())) {
            return false;
          }
        }
        return true;
      };
    }

    /** Beside patternProperties, which are not known here, it would say something else. */
    private static SchemaShortcut additionalProperties(JsonNode value, JsonNode properties) {
      if (!value.isBoolean()) {
        return NONE;
      }
      Set<String> known = new HashSet<>(properties.propertyNames());
      return value.booleanValue()
          ? _ -> true
          : data -> !data.isObject() || known.containsAll(data.propertyNames());
    }

    private static List<String> names(JsonNode array) {
      return array.valueStream().map(name -> name.asString("")).toList();
    }
  }
}
