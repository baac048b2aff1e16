package io.churnops.ingestion.event;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Small schemas and small data that now and then satisfy them. */
final class RandomSchemas {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final List<String> TEXTS = List.of("", "a", "ab", "abc", "ä", "a\n", "€", "😀b");
  private static final List<String> TYPES =
      List.of("object", "array", "string", "integer", "number", "boolean", "null");
  private static final List<String> NUMBERS = List.of("-1", "0", "1", "2", "0.5", "1.0", "1e2");

  private RandomSchemas() {}

  /** The schema of an object. */
  static ObjectNode object(SplittableRandom random, int depth) {
    ObjectNode schema = NODES.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (String name : NAMES) {
      if (random.nextInt(4) > 0) {
        properties.set(name, any(random, depth + 1));
      }
    }
    if (random.nextInt(3) == 0) {
      schema.putArray("required").add(name(random));
    }
    if (random.nextInt(3) == 0) {
      schema.putObject("dependentRequired").putArray(name(random)).add(name(random));
    }
    if (random.nextInt(3) == 0) {
      schema.put("additionalProperties", random.nextBoolean());
    }
    if (random.nextInt(12) == 0) {
      schema.put("minProperties", 1);
    }
    return schema;
  }

  private static JsonNode any(SplittableRandom random, int depth) {
    if (depth < 3 && random.nextInt(5) == 0) {
      return object(random, depth);
    }
    ObjectNode schema = NODES.objectNode();
    if (random.nextInt(3) > 0) {
      schema.put("type", TYPES.get(random.nextInt(TYPES.size())));
    }
    switch (random.nextInt(9)) {
      case 0 -> schema.put("minLength", random.nextInt(4));
      case 1 -> schema.put("maxLength", random.nextInt(4));
      case 2 -> schema.put("minimum", random.nextInt(-1, 3));
      case 3 -> schema.put("maximum", random.nextInt(-1, 3));
      case 4 -> schema.putArray("enum").add(text(random)).add(text(random));
      case 5 -> schema.put("pattern", random.nextBoolean() ? "^a" : "b$");
      case 6 -> schema.put("minItems", random.nextInt(3)).put("maxItems", random.nextInt(3));
      case 7 -> {
        if (depth < 3) {
          schema.set("items", any(random, depth + 1));
        }
      }
      default -> {}
    }
    return schema;
  }

  /** Data, mostly an object. */
  static JsonNode value(SplittableRandom random, int depth) {
    return switch (depth == 0 && random.nextInt(10) > 0 ? 0 : random.nextInt(depth < 3 ? 9 : 7)) {
      case 0, 7 -> members(random, depth);
      case 1, 2 -> NODES.stringNode(text(random));
      case 3, 4 -> number(random);
      case 5 -> NODES.booleanNode(random.nextBoolean());
      case 6 -> NODES.nullNode();
      default -> items(random, depth);
    };
  }

  private static JsonNode number(SplittableRandom random) {
    String text = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return text.matches("-?\\d+")
        ? NODES.numberNode(Integer.parseInt(text))
        : NODES.numberNode(new BigDecimal(text));
  }

  private static ObjectNode members(SplittableRandom random, int depth) {
    ObjectNode object = NODES.objectNode();
    for (String name : List.of("a", "b", "c", "d")) {
      if (random.nextInt(3) > 0 && depth < 4) {
        object.set(name, value(random, depth + 1));
      }
    }
    return object;
  }

  private static ArrayNode items(SplittableRandom random, int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int i = random.nextInt(3); i > 0; i--) {
      array.add(value(random, depth + 1));
    }
    return array;
  }

  private static String name(SplittableRandom random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private static String text(SplittableRandom random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
