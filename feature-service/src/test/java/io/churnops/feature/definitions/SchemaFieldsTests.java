package io.churnops.feature.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaFieldsTests {

  private static final JsonNode SCHEMA =
      JsonMapper.shared()
          .readTree(
              """
              {"type": "object", "properties": {
                 "amount": {"type": "integer"},
                 "address": {"type": "object", "properties": {"city": {"type": "string"}}},
                 "items": {"type": "array", "items": {"properties": {"sku": {"type": "string"}}}},
                 "free": {"type": "object"},
                 "either": {"anyOf": [{"properties": {"a": {}}}], "properties": {"b": {}}},
                 "tags": {"type": "array"}}}\
              """);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amount",
        "address.city",
        "items[].sku",
        "items",
        "free.whatever",
        "either.a",
        "tags[].x"
      })
  void findsNothingMissingWhereTheSchemaHasItOrLeavesItOpen(String path) {
    assertThat(SchemaFields.missing(SCHEMA, path)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "amuont, amuont",
    "amount2, amount2",
    "address.zip, zip",
    "items[].price, price",
    "adress.city, adress"
  })
  void namesTheMemberThatIsMissing(String path, String member) {
    assertThat(SchemaFields.missing(SCHEMA, path))
        .hasValueSatisfying(missing -> assertThat(missing.member()).isEqualTo(member));
  }
}
