package io.churnops.ingestion.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class BreakingChangesTests {

  private static final JsonMapper json = JsonMapper.shared();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"string"}                     | {"type":["string","null"]} |
          {"type":"integer"}                    | {"type":"number"} |
          {"enum":["a"]}                        | {"enum":["b","a"]} |
          {"enum":["a"]}                        | {"type":"string","enum":["a"]}   | type array, boolean, null, number, object would no longer be accepted
          {"const":"a"}                         | {"enum":["b","a"]} |
          {"enum":["a","b"]}                    | {"enum":["a"]}                   | values that would no longer be accepted: "b"
          {"type":"string"}                     | {"type":"string","const":"a"}    | only certain values would be accepted
          {"type":"string"}                     | {"type":"integer"}               | type string would no longer be accepted
          {"type":"number"}                     | {"type":"integer"}               | type number would no longer be accepted
          {"type":["string","null"]}            | {"type":"string"}                | type null would no longer be accepted
          {"type":"integer","minimum":5}        | {"type":"integer","minimum":4} |
          {"type":"integer","minimum":5}        | {"type":"integer"} |
          {"type":"integer","minimum":5}        | {"type":"integer","exclusiveMinimum":4} |
          {"type":"integer","minimum":5}        | {"type":"integer","exclusiveMinimum":5} | exclusiveMinimum would be 5
          {"type":"number","exclusiveMaximum":5}| {"type":"number","maximum":5} |
          {"type":"number","exclusiveMaximum":5}| {"type":"number","maximum":4.9}  | maximum would be 4.9
          {"type":"integer","minimum":5}        | {"type":"integer","minimum":6}   | minimum was 5 and would be 6
          {"type":"integer"}                    | {"type":"integer","maximum":9}   | maximum would be 9
          {"type":"integer","maximum":9}        | {"type":"integer","maximum":8.5} | maximum was 9 and would be 8.5
          {"type":"string","maxLength":9}       | {"type":"string","maxLength":10,"description":"x"} |
          {"type":"string"}                     | {"type":"string","minLength":0} |
          {"type":"string"}                     | {"type":"string","minLength":1}  | minLength would be 1
          {"type":"string","pattern":"a"}       | {"type":"string"} |
          {"type":"string","pattern":"a"}       | {"type":"string","pattern":"b"}  | pattern would change
          {"type":"string"}                     | {"type":"string","format":"date"}| format would change
          {"type":"integer","multipleOf":10}    | {"type":"integer","multipleOf":5} |
          {"type":"integer","multipleOf":5}     | {"type":"integer","multipleOf":10}| would have to be a multiple of 10
          {"type":"array","items":{"minimum":1}}| {"type":"array"} |
          {"type":"array"}                      | {"type":"array","uniqueItems":true} | items would have to be unique
          {"type":"array"}                      | {"type":"array","items":true} |
          {"type":"array","prefixItems":[{"const":1}],"items":false} | {"type":"array","items":false} | prefixItems would go
          {"not":{"const":1}}                   | {"not":{"const":2}}              | not would change
          {"not":{"const":1}}                   | {} |
          {"type":"object","allOf":[{"properties":{"x":{"type":"integer"}}}]} | {"type":"object","properties":{"x":{"type":"string"}}} | allOf would go
          {"type":"object","anyOf":[{"properties":{"x":{"type":"integer"}}}]} | {"type":"object"} | anyOf would go
          {"type":"string","anyOf":[{"minLength":3},{"pattern":"a"}]} | {"type":"string"} |
          {"anyOf":[{"const":1}]}               | {"anyOf":[{"const":1},{"const":2}]} | anyOf would change
          {"type":"string"}                     | true |
          {"type":"string"}                     | false                            | nothing would be accepted any more
          false                                 | {"type":"string"} |
          {"unevaluatedProperties":false,"type":"object","anyOf":[{"patternProperties":{"a":true}}]} | {"unevaluatedProperties":false,"type":"object"} | something would change beside unevaluatedProperties
          """)
  void judgesTheChangeOfAField(String before, String after, String expected) {
    List<Break> breaks = BreakingChanges.between(withField(before), withField(after));
    if (expected == null) {
      assertThat(breaks).isEmpty();
    } else {
      assertThat(breaks).containsExactly(new Break("/data/f", expected));
    }
  }

  @Test
  void namesEachThingThatBreaks() {
    JsonNode before =
        json.readTree(
            """
            {"type":"object","required":["a"],"properties":{
              "a":{"type":"integer"}, "b":{"type":"string"},
              "items":{"type":"array","items":{"type":"object","properties":{
                "n":{"type":"integer","minimum":0}}}}}}
            """);
    JsonNode after =
        json.readTree(
            """
            {"type":"object","required":["a","c"],"properties":{
              "a":{"type":"string"}, "c":{"type":"string"},
              "items":{"type":"array","items":{"type":"object","properties":{
                "n":{"type":"integer","minimum":1}}}}}}
            """);
    assertThat(BreakingChanges.between(before, after))
        .containsExactlyInAnyOrder(
            new Break("/data/a", "type integer would no longer be accepted"),
            new Break("/data/b", "the field would be removed"),
            new Break("/data/c", "the field would be required"),
            new Break("/data/items/*/n", "minimum was 0 and would be 1"));
  }

  @Test
  void takesNewOptionalFieldsAndDroppedDuties() {
    JsonNode before = withField("{\"type\":\"string\"}");
    ((ObjectNode) before).putArray("required").add("f");
    JsonNode after = withField("{\"type\":\"string\"}");
    ((ObjectNode) after.get("properties")).putObject("g").put("type", "integer");
    assertThat(BreakingChanges.between(before, after)).isEmpty();
    assertThat(BreakingChanges.between(after, before)).hasSize(2);
  }

  @Test
  void closesNoOpenObject() {
    ObjectNode open = withField("{\"type\":\"string\"}");
    ObjectNode closed = open.deepCopy().put("additionalProperties", false);
    assertThat(BreakingChanges.between(open, closed))
        .containsExactly(new Break("/data/*", "nothing would be accepted any more"));
    assertThat(BreakingChanges.between(closed, open)).isEmpty();
    ObjectNode typed = open.deepCopy();
    typed.putObject("additionalProperties").put("type", "integer");
    ObjectNode named = typed.deepCopy();
    ((ObjectNode) named.get("properties")).putObject("g").put("type", "string");
    assertThat(BreakingChanges.between(typed, named))
        .containsExactly(new Break("/data/g", "type integer would no longer be accepted"));
  }

  @Test
  void looksIntoDefinitionsUnlessTheirUseTurnsThemRound() {
    String schema =
        """
        {"type":"object","$defs":{"d":{"type":"integer","minimum":%d}},
         "properties":{"f":%s}}
        """;
    String plain = "{\"$ref\":\"#/$defs/d\"}";
    assertThat(between(schema.formatted(5, plain), schema.formatted(4, plain))).isEmpty();
    assertThat(between(schema.formatted(4, plain), schema.formatted(5, plain)))
        .containsExactly(new Break("#/$defs/d", "minimum was 4 and would be 5"));
    String turned = "{\"not\":{\"$ref\":\"#/$defs/d\"}}";
    assertThat(between(schema.formatted(5, turned), schema.formatted(4, turned))).hasSize(1);
  }

  /** Whatever passes as harmless: all that was valid stays valid, over random schemas and data. */
  @Test
  void acceptsNoChangeThatRefusesWhatWasValid() {
    long seed = Long.getLong("breaking.seed", new Random().nextLong());
    Random random = new Random(seed);
    SchemaCompiler compiler = new SchemaCompiler();
    int harmless = 0;
    int checked = 0;
    for (int round = 0; round < 6_000; round++) {
      ObjectNode before = schema(random);
      ObjectNode after = random.nextInt(3) == 0 ? schema(random) : changed(before, random);
      if (!BreakingChanges.between(before, after).isEmpty()) {
        continue;
      }
      harmless++;
      var was = compiler.compile(before);
      var is = compiler.compile(after);
      for (int i = 0; i < 20; i++) {
        ObjectNode data = data(random);
        if (was.validate(data).isEmpty()) {
          checked++;
          assertThat(is.validate(data))
              .as("seed %d: %s accepted by %s", seed, data, before)
              .isEmpty();
        }
      }
    }
    assertThat(harmless).as("seed %d", seed).isGreaterThan(100);
    assertThat(checked).as("seed %d", seed).isGreaterThan(100);
  }

  /** Both fields are always listed, so that no new one meets data that had it by chance. */
  private static ObjectNode schema(Random random) {
    ObjectNode schema = json.createObjectNode().put("type", "object");
    ObjectNode fields = schema.putObject("properties");
    fields.set("f", field(random));
    fields.set("g", field(random));
    if (random.nextInt(4) == 0) {
      schema.putArray("required").add("f");
    }
    if (random.nextInt(4) == 0) {
      schema.put("additionalProperties", false);
    }
    return schema;
  }

  private static ObjectNode changed(ObjectNode before, Random random) {
    ObjectNode after = before.deepCopy();
    ((ObjectNode) after.get("properties")).set(random.nextBoolean() ? "f" : "g", field(random));
    if (random.nextBoolean()) {
      after.remove("required");
    }
    return after;
  }

  private static ObjectNode field(Random random) {
    ObjectNode field = json.createObjectNode();
    switch (random.nextInt(6)) {
      case 0 -> field.put("type", "integer");
      case 1 -> field.put("type", "number");
      case 2 -> field.putArray("type").add("integer").add("string");
      case 3 -> field.putArray("enum").add(random.nextInt(4)).add("a");
      case 4 -> field.put("const", random.nextInt(4));
      default -> {}
    }
    for (String bound :
        List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "maxLength")) {
      if (random.nextInt(3) == 0) {
        field.put(bound, random.nextInt(5));
      }
    }
    if (random.nextInt(4) == 0) {
      field.put("multipleOf", 1 + random.nextInt(4));
    }
    return field;
  }

  private static ObjectNode data(Random random) {
    ObjectNode data = json.createObjectNode();
    for (String name : List.of("f", "g", "h")) {
      switch (random.nextInt(5)) {
        case 0, 1 -> data.put(name, random.nextInt(6));
        case 2 -> data.put(name, random.nextInt(12) / 2.0);
        case 3 -> data.put(name, "abcdef".substring(0, random.nextInt(6)));
        default -> {}
      }
    }
    return data;
  }

  private static List<Break> between(String before, String after) {
    return BreakingChanges.between(json.readTree(before), json.readTree(after));
  }

  private static ObjectNode withField(String field) {
    ObjectNode schema = json.createObjectNode().put("type", "object");
    schema.putObject("properties").set("f", json.readTree(field));
    return schema;
  }
}
