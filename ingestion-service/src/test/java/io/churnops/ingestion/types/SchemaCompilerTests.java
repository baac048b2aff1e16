package io.churnops.ingestion.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SchemaCompilerTests {

  private static final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final SchemaCompiler compiler = new SchemaCompiler();

  @Test
  void validatesWithReferencesIntoTheSchemaItself() {
    var schema =
        compiler.compile(
            json.readTree(
                """
                {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://shop/x",
                 "type":"object","$defs":{"sku":{"type":"string","pattern":"^[A-Z]{2}[0-9]+$"}},
                 "properties":{"sku":{"$ref":"#/$defs/sku"}},"x-owner":"web"}
                """));
    assertThat(schema.validate(json.readTree("{\"sku\":\"AB12\"}"))).isEmpty();
    assertThat(schema.validate(json.readTree("{\"sku\":\"AB12\\n\"}"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"$ref":"https://evil.example/schema.json"}        | nothing is fetched
          {"$ref":"file:///etc/passwd"}                      | nothing is fetched
          {"$ref":"classpath:application.yml"}               | nothing is fetched
          {"$ref":"#/$defs/absent"}                          | nothing is fetched
          {"$ref":7}                                         | nothing is fetched
          {"$dynamicRef":"#meta"}                            | not a keyword
          {"$id":"https://evil.example/"}                    | not a keyword
          {"minimun":3}                                      | not a keyword
          {"$defs":{"a":{}}}                                 | definitions stand at the root
          {"pattern":"^(?=a)b"}                              | not a pattern of RE2
          {"pattern":"(a)\\\\1"}                             | not a pattern of RE2
          {"pattern":"("}                                    | not a pattern of RE2
          {"pattern":"((a{1000}){1000}){1000}"}              | too long
          {"patternProperties":{"(x{999}){99}":true}}        | too long
          {"multipleOf":1e-999999999}                        | more digits than
          {"enum":[[1e999999999]]}                           | more digits than
          {"minimum":"3"}                                    | /schema/properties/f/minimum
          {"type":"integre"}                                 | /schema/properties/f/type
          {"multipleOf":0}                                   | /schema/properties/f/multipleOf
          {"properties":[]}                                  | /schema/properties/f/properties
          {"required":"a"}                                   | /schema/properties/f/required
          3                                                  | must be a schema
          """)
  void refusesFields(String field, String why) {
    ObjectNode schema = object();
    schema.putObject("properties").set("f", json.readTree(field));
    assertThat(String.join("\n", errors(schema))).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "true", "{}", "null", "{\"type\":\"array\"}", "{\"type\":[\"object\"]}"})
  void refusesWhatDescribesNoObject(String schema) {
    assertThat(errors(json.readTree(schema))).singleElement().asString().contains("an object");
  }

  @Test
  void refusesAnotherDialect() {
    ObjectNode schema = object().put("$schema", "http://json-schema.org/draft-07/schema#");
    assertThat(errors(schema)).singleElement().asString().contains("2020-12");
  }

  @Test
  void refusesSchemasDeeperThanItsLimitAndTakesThoseAtIt() {
    assertThat(errors(nested(SchemaGuard.MAX_DEPTH - 1))).isEmpty();
    assertThat(errors(nested(SchemaGuard.MAX_DEPTH)))
        .singleElement()
        .asString()
        .contains("nested deeper");
  }

  @Test
  void refusesCircles() {
    ObjectNode schema = object();
    schema.putObject("$defs").putObject("a").putObject("items").put("$ref", "#/$defs/a");
    schema.putObject("properties").putObject("f").put("$ref", "#/$defs/a");
    assertThat(errors(schema)).singleElement().asString().contains("refers to itself");
  }

  @Test
  void refusesDefinitionsThatDoubleEachOther() {
    ObjectNode schema = object();
    ObjectNode definitions = schema.putObject("$defs");
    for (int i = 0; i < 40; i++) {
      var both = definitions.putObject("d" + i).putArray("allOf");
      both.addObject().put("$ref", "#/$defs/d" + (i + 1));
      both.addObject().put("$ref", "#/$defs/d" + (i + 1));
    }
    definitions.putObject("d40");
    schema.putObject("properties").putObject("f").put("$ref", "#/$defs/d0");
    assertThat(errors(schema)).singleElement().asString().contains("references written out");
  }

  @Test
  void matchesHostilePatternsInLinearTime() {
    ObjectNode schema = object();
    schema.putObject("properties").putObject("f").put("pattern", "^(a+)+$");
    var compiled = compiler.compile(schema);
    JsonNode data = json.createObjectNode().put("f", "a".repeat(30_000) + "!");
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> assertThat(compiled.validate(data)).hasSize(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          abc           | 3
          a{3}          | 3
          ^[A-Z]{3}$    | 5
          (ab){10}      | 20
          (a{10}b){10}  | 110
          (a{2}){3}{4}  | 24
          a{5,}         | 6
          \\{3}         | 3
          [{9}(]{2}     | 2
          x{0}          | 1
          ((a           | 1
          ((a{1000}){1000}){1000} | 1000000000
          ((((a{1000}){1000}){1000}){1000}){1000} | 2147483647
          """)
  void countsWhatAPatternGrowsTo(String pattern, int cost) {
    assertThat(PatternCost.of(pattern)).isEqualTo(cost);
  }

  @Test
  void compilesTheLargestPatternItTakes() {
    assertThat(Pattern.compile("(a{1000}){5}").matches("a".repeat(5_000))).isTrue();
  }

  private static ObjectNode nested(int levels) {
    ObjectNode schema = object();
    ObjectNode innermost = schema;
    for (int i = 0; i < levels; i++) {
      innermost = innermost.putObject("items");
    }
    return schema;
  }

  private static ObjectNode object() {
    return json.createObjectNode().put("type", "object");
  }

  private static List<String> errors(JsonNode schema) {
    var refused =
        catchThrowableOfType(
            InvalidEventTypeException.class, () -> compiler.compile(schema).validate(object()));
    return refused == null ? List.of() : refused.errors();
  }
}
