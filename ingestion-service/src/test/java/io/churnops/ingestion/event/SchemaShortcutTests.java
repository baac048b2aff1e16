package io.churnops.ingestion.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.churnops.contract.EventTypes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class SchemaShortcutTests {

  private static final JsonNodeFactory nodes = JsonNodeFactory.instance;
  private static final List<String> TEXTS =
      List.of("", "a", "web", "EUR", "eur", "EUR\n", "month", "year", "😀", "x".repeat(201));
  private static final List<BigDecimal> NUMBERS =
      List.of(
          new BigDecimal("-1"),
          new BigDecimal("0.5"),
          new BigDecimal("1.0"),
          new BigDecimal("1e3"),
          new BigDecimal("1000000000000001"),
          new BigDecimal("1e40"));
  private static final long[] INTEGERS = {-1, 0, 1, 5, 6, 999, 1_000_000, 1_000_000_000_000_001L};

  @Test
  void isNeverSureOfWhatTheValidatorRefuses() {
    long seed = Long.getLong("churnops.seed", System.nanoTime());
    System.out.println("SchemaShortcutTests churnops.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int sure = 0;
    int refused = 0;
    for (String type : EventTypes.all()) {
      Schema schema = schema(EventSchemas.textOf(type));
      SchemaShortcut shortcut = ShortcutCompiler.compile(schema);
      for (int i = 0; i < 1_500; i++) {
        JsonNode data = value(schema.getSchemaNode(), random, 0);
        boolean valid = EventSchemas.errors(schema, data).isEmpty();
        boolean certain = isCertain(shortcut, data.toString());
        assertThat(certain && !valid).as("%s %s, seed %d", type, data, seed).isFalse();
        sure += certain ? 1 : 0;
        refused += valid ? 0 : 1;
      }
    }
    assertThat(sure).as("seed %d", seed).isGreaterThan(1_000);
    assertThat(refused).as("seed %d", seed).isGreaterThan(1_000);
  }

  @Test
  void isSureOfEventsAsShopsSendThem() {
    Map<String, String> usual =
        Map.of(
            EventTypes.ORDER_PLACED,
            """
            {"orderId":"o","amountMinor":100,"currency":"EUR","own":[1],
             "items":[{"productId":"p","quantity":1,"amountMinor":100}]}\
            """,
            EventTypes.CART_ITEM_ADDED,
            "{\"productId\":\"p\",\"quantity\":1,\"amountMinor\":5,\"currency\":\"EUR\"}",
            EventTypes.SUBSCRIPTION_STARTED,
            "{\"subscriptionId\":\"s\",\"plan\":\"p\",\"period\":\"month\"}",
            EventTypes.CUSTOMER_UPDATED,
            "{\"country\":\"DE\",\"marketingConsent\":true}",
            EventTypes.SESSION_STARTED,
            "{}");
    usual.forEach((type, data) -> {
      SchemaShortcut shortcut = ShortcutCompiler.compile(schema(EventSchemas.textOf(type)));
      assertThat(isCertain(shortcut, data)).as(type).isTrue();
      assertThat(isCertain(shortcut, data.replaceAll("([,:{}])", " $1\n "))).as(type).isTrue();
    });
  }

  @Test
  void isNeverSureOfWhatTheValidatorRefusesByAnySchema() {
    long seed = Long.getLong("churnops.seed", System.nanoTime());
    System.out.println("SchemaShortcutTests churnops.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int sure = 0;
    int refused = 0;
    for (int i = 0; i < 120; i++) {
      Schema schema = schema(RandomSchemas.object(random, 0).toString());
      SchemaShortcut shortcut = ShortcutCompiler.compile(schema);
      for (int j = 0; j < 20; j++) {
        JsonNode data = RandomSchemas.value(random, 0);
        boolean valid = EventSchemas.errors(schema, data).isEmpty();
        boolean certain = isCertain(shortcut, data.toString());
        assertThat(certain && !valid)
            .as("%s by %s, seed %d", data, schema.getSchemaNode(), seed)
            .isFalse();
        sure += certain ? 1 : 0;
        refused += valid ? 0 : 1;
      }
    }
    assertThat(sure).as("seed %d", seed).isGreaterThan(50);
    assertThat(refused).as("seed %d", seed).isGreaterThan(50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"not\":{\"required\":[\"a\"]}}",
        "{\"properties\":{\"a\":{\"format\":\"date\"}}}",
        "{\"properties\":{\"a\":{\"items\":{\"multipleOf\":3}}}}",
        "{\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}}}",
        "{\"properties\":{\"a\":false}}",
        "{\"additionalProperties\":{\"type\":\"string\"}}",
        "{\"properties\":{\"a\":{\"enum\":[1,2]}}}",
        "{\"properties\":{\"a\":{\"minimum\":0.5}}}",
        "{\"minProperties\":1}"
      })
  void leavesKeywordsItDoesNotKnowToTheValidator(String schema) {
    assertThat(ShortcutCompiler.compile(schema(schema))).isSameAs(SchemaShortcut.NONE);
  }

  @Test
  void knowsNamesThatMayNotBe() {
    SchemaShortcut closed =
        ShortcutCompiler.compile(
            schema(
                "{\"properties\":{\"a\":{\"type\":\"number\"}},\"additionalProperties\":false}"));
    assertThat(isCertain(closed, "{\"a\":1.5}")).isTrue();
    assertThat(isCertain(closed, "{\"b\":1}")).isFalse();
  }

  /** Of data in an event, as they are looked at where they stand. */
  private static boolean isCertain(SchemaShortcut shortcut, String data) {
    PlainEvent event =
        new PlainEvents(("{\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8)).read(0);
    return event != null && event.certainlySatisfies(shortcut);
  }

  private static Schema schema(String text) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
  }

  /** Mostly what the schema asks for, now and then anything. */
  private static JsonNode value(JsonNode schema, SplittableRandom random, int depth) {
    if (random.nextInt(12) == 0) {
      return anything(random);
    }
    return switch (schema.path("type").asString("")) {
      case "object" -> object(schema, random, depth);
      case "array" -> array(schema, random, depth);
      case "integer" ->
          nodes.numberNode(
              random.nextInt(3) == 0
                  ? INTEGERS[random.nextInt(INTEGERS.length)]
                  : random.nextLong(1, 5));
      case "boolean" -> nodes.booleanNode(random.nextBoolean());
      default -> text(schema, random);
    };
  }

  private static JsonNode text(JsonNode schema, SplittableRandom random) {
    if (random.nextInt(5) == 0) {
      return nodes.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
    }
    if (schema.has("enum")) {
      return schema.path("enum").path(random.nextInt(schema.path("enum").size()));
    }
    return nodes.stringNode(schema.has("pattern") ? "EUR" : "web");
  }

  private static ObjectNode object(JsonNode schema, SplittableRandom random, int depth) {
    ObjectNode object = nodes.objectNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (random.nextInt(5) > 0) {
        object.set(property.getKey(), value(property.getValue(), random, depth + 1));
      }
    }
    if (random.nextInt(3) == 0) {
      object.set("own", anything(random));
    }
    return object;
  }

  private static ArrayNode array(JsonNode schema, SplittableRandom random, int depth) {
    ArrayNode array = nodes.arrayNode();
    int size = random.nextInt(200) == 0 ? 1_001 : random.nextInt(4);
    for (int i = 0; i < size; i++) {
      array.add(value(schema.path("items"), random, depth + 1));
    }
    return array;
  }

  private static JsonNode anything(SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(true);
      case 2 -> nodes.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
      case 3 -> nodes.numberNode(NUMBERS.get(random.nextInt(NUMBERS.size())));
      case 4 -> nodes.numberNode(INTEGERS[random.nextInt(INTEGERS.length)]);
      case 5 -> nodes.arrayNode().add(1);
      default -> nodes.objectNode().put("a", 1);
    };
  }
}
