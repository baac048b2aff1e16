package io.churnops.ingestion.types;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lets only schemas through whose validation is bounded: known keywords, references into the
 * document itself and never in a circle, patterns that match in linear time, and not too much of
 * all that once references are followed.
 */
final class SchemaGuard {

  /** Levels of schemas within schemas. */
  static final int MAX_DEPTH = 20;

  /** Schemas, allowed values and steps of patterns, once every reference is written out. */
  static final int MAX_WEIGHT = 5_000;

  /** Characters of a pattern. */
  private static final int MAX_PATTERN = 500;

  /** Digits of a number before or behind the point, as in events. */
  private static final int MAX_DIGITS = 300;

  private static final int MAX_ERRORS = 20;
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private final JsonNode root;
  private final Map<String, Long> weights = new HashMap<>();
  private final Set<String> following = new HashSet<>();
  private final List<String> errors = new ArrayList<>();

  private SchemaGuard(JsonNode root) {
    this.root = root;
  }

  /** What forbids the schema; empty when nothing does. */
  static List<String> errors(JsonNode schema) {
    SchemaGuard guard = new SchemaGuard(schema);
    guard.checkRoot();
    return guard.errors.stream().distinct().limit(MAX_ERRORS).toList();
  }

  private void checkRoot() {
    if (!root.isObject() || !"object".equals(root.path("type").asString(""))) {
      errors.add("/schema: must be an object with \"type\": \"object\", as data are an object");
      return;
    }
    JsonNode dialect = root.path("$schema");
    if (!dialect.isMissingNode() && !DIALECT.equals(dialect.asString("").replaceFirst("#$", ""))) {
      errors.add("/schema/$schema: must be " + DIALECT + " or absent");
    }
    check(root, "/schema", 1);
    if (errors.isEmpty() && weight(root) > MAX_WEIGHT) {
      errors.add(
          "/schema: holds more than "
              + MAX_WEIGHT
              + " schemas, allowed values and steps of patterns, references written out");
    }
  }

  private void check(JsonNode schema, String where, int depth) {
    if (errors.size() >= MAX_ERRORS || schema.isBoolean()) {
      return;
    }
    if (!schema.isObject()) {
      errors.add(where + ": must be a schema, that is an object, true or false");
    } else if (depth > MAX_DEPTH) {
      errors.add(where + ": nested deeper than " + MAX_DEPTH + " schemas");
    } else {
      schema
          .properties()
          .forEach(member ->
              checkKeyword(
                  member.getKey(), member.getValue(), where + "/" + member.getKey(), depth));
    }
  }

  private void checkKeyword(String keyword, JsonNode value, String where, int depth) {
    if (!Keywords.isKnown(keyword, depth == 1)) {
      errors.add(where + ": not a keyword that is taken here");
    } else if (Keywords.SCHEMA.contains(keyword)) {
      check(value, where, depth + 1);
    } else if (Keywords.SCHEMA_LIST.contains(keyword)) {
      for (int i = 0; i < value.size(); i++) {
        check(value.path(i), where + "/" + i, depth + 1);
      }
    } else if (Keywords.SCHEMA_MAP.contains(keyword)) {
      if (keyword.equals(Keywords.DEFS) && depth > 1) {
        errors.add(where + ": definitions stand at the root of the schema");
      }
      value
          .properties()
          .forEach(named -> {
            if (keyword.equals("patternProperties")) {
              checkPattern(named.getKey(), where);
            }
            check(named.getValue(), where + "/" + named.getKey(), depth + 1);
          });
    } else if (hasHugeNumber(value)) {
      errors.add(where + ": a number has more digits than " + MAX_DIGITS);
    } else if (keyword.equals("pattern")) {
      checkPattern(value.asString(""), where);
    } else if (keyword.equals(Keywords.REF)) {
      checkReference(value, where);
    }
  }

  /** Dividing by one would write all of its digits out. */
  private static boolean hasHugeNumber(JsonNode value) {
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      return Math.max((long) number.precision() - number.scale(), number.scale()) > MAX_DIGITS;
    }
    return value.valueStream().anyMatch(SchemaGuard::hasHugeNumber);
  }

  private void checkPattern(String pattern, String where) {
    if (pattern.length() > MAX_PATTERN || PatternCost.of(pattern) > MAX_WEIGHT) {
      errors.add(where + ": the pattern is too long, repetitions written out");
      return;
    }
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      errors.add(where + ": not a pattern of RE2 (no lookaround, no backreferences)");
    }
  }

  private void checkReference(JsonNode reference, String where) {
    if (definition(reference) == null) {
      errors.add(where + ": must be #/$defs/<name> of this schema; nothing is fetched");
    }
  }

  private @Nullable JsonNode definition(JsonNode reference) {
    String pointer = reference.asString("");
    return pointer.startsWith(Keywords.DEFS_POINTER)
        ? root.path(Keywords.DEFS).get(pointer.substring(Keywords.DEFS_POINTER.length()))
        : null;
  }

  /** Saturates past the limit, so that definitions doubling each other end soon. */
  private long weight(JsonNode schema) {
    long weight = 1L + schema.path("enum").size() + patterns(schema);
    for (JsonNode part : Keywords.within(schema).toList()) {
      weight += weight(part);
    }
    if (schema.has(Keywords.REF)) {
      weight += weightOf(schema.path(Keywords.REF));
    }
    return Math.min(weight, MAX_WEIGHT + 1L);
  }

  private long weightOf(JsonNode reference) {
    String name = reference.asString("");
    Long known = weights.get(name);
    if (known != null) {
      return known;
    }
    JsonNode definition = definition(reference);
    if (definition == null || !following.add(name)) {
      errors.add("/schema: " + name + " refers to itself; write the levels out");
      return 0;
    }
    long weight = weight(definition);
    following.remove(name);
    weights.put(name, weight);
    return weight;
  }

  private static long patterns(JsonNode schema) {
    return (long) PatternCost.of(schema.path("pattern").asString(""))
        + schema.path("patternProperties").propertyNames().stream()
            .mapToLong(PatternCost::of)
            .sum();
  }
}
