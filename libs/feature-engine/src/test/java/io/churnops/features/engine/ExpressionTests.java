package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExpressionTests {

  private static final JsonNode DATA =
      JsonMapper.shared()
          .readTree(
              """
              {"amountMinor": 4599, "ratio": 0.5, "country": "DE", "vip": true, "nothing": null,
               "big": 1e400, "huge": 123456789012345678901234567890,
               "items": [{"quantity": 2, "category": "toys"}, {"quantity": 1}], "codes": [1, 2.0]}
              """);

  private static final List<FeatureColumn> COLUMNS =
      List.of(
          new FeatureColumn("a", ColumnType.NUMBER),
          new FeatureColumn("b", ColumnType.NUMBER),
          new FeatureColumn("missing", ColumnType.NUMBER),
          new FeatureColumn("country", ColumnType.CATEGORY));

  private static final Map<String, Object> OPERANDS = Map.of("a", 3.0, "b", 0.0, "country", "DE");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.amountMinor > 0",
        "data.amountMinor >= 4599 && data.amountMinor == 4599.0",
        "data.ratio * 2 == 1",
        "data.country == 'DE' || data.absent > 1",
        "data.absent > 1 || data.country == \"DE\"",
        "data.country in ['DE', 'FR']",
        "data.country.startsWith('D') && !data.country.contains('x')",
        "data.vip",
        "has(data.ratio) && !has(data.absent)",
        "data.nothing == null",
        "size(data.items) == 2 && data.items.size() > 1",
        "data.items.exists(item, item.quantity > 1)",
        "data.items.exists_one(item, item.quantity == 2)",
        "data.items.filter(item, item.quantity > 1).all(item, item.category == 'toys')",
        "data.items[0].quantity == 2",
        "1 in data.codes && 2 in data.codes",
        "data.huge > 1e29",
        "double('2') > 1",
      })
  void holds(String condition) throws Cel.Refused {
    assertThat(Cel.condition(condition).holds(DATA)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.absent > 0",
        "data.absent == data.absent",
        "!data.absent",
        "data.nothing > 0",
        "data.country > 0",
        "data.country == 5",
        "data.amountMinor",
        "data.items > 1",
        "data.items[7].quantity > 0",
        "data.country.quantity > 0",
        "double(data.country) > 0",
        "data.items.all(item, item.category == 'toys')",
        "data.amountMinor / 0 < 1",
      })
  void doesNotHold(String condition) throws Cel.Refused {
    assertThat(Cel.condition(condition).holds(DATA)).isFalse();
  }

  @Test
  void conditionsNeverFailWhateverTheDataIs() throws Cel.Refused {
    List<String> texts =
        List.of(
            "data.a > 1 && data.b.c == 'x'",
            "data.a + data.b > data.c",
            "data.a.exists(x, x.b > 1)",
            "size(data.a) > 1 || data.b in data.a",
            "data.a[data.b] == data.c[data.a]",
            "-data.a < 1 ? data.b : data.c",
            "data.a.startsWith(data.b) || double(data.c) > 1");
    for (String text : texts) {
      Condition condition = Cel.condition(text);
      for (long seed = 1; seed <= 300; seed++) {
        JsonNode data = JsonMapper.shared().readTree(json(new Random(seed), 0));
        assertThat(condition.holds(data)).isIn(true, false);
      }
    }
  }

  private static String json(Random random, int depth) {
    return switch (depth > 2 ? random.nextInt(5) : random.nextInt(7)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> "\"x\"";
      case 3 -> "-1e308";
      case 4 -> Integer.toString(random.nextInt(3));
      case 5 -> "[" + json(random, depth + 1) + "," + json(random, depth + 1) + "]";
      default ->
          "{\"a\":%s,\"b\":%s,\"c\":%s}"
              .formatted(json(random, depth + 1), json(random, depth + 1), json(random, depth + 1));
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a / 2                              | 1.5
          a - 10 / 4                         | 0.5
          -a                                 | -3
          b * -1                             | 0
          a > 2                              | 1
          a > 2 && b > 2                     | 0
          a > 2 ? a : missing                | 3
          country == 'DE' ? 1 : 0            | 1
          size(country)                      | 2
          (a + 1) * (a - 1)                  | 8
          """)
  void computes(String expression, double expected) throws Cel.Refused {
    OptionalDouble result = Cel.formula(expression, COLUMNS).evaluate(OPERANDS);
    assertThat(result.orElseThrow()).isCloseTo(expected, within(0.0));
    assertThat(Double.doubleToRawLongBits(result.orElseThrow()))
        .isEqualTo(Double.doubleToRawLongBits(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a / b", "b / b", "a / 0", "missing + 1", "a * 1e308 * 10", "a - missing"})
  void givesNothing(String expression) throws Cel.Refused {
    assertThat(Cel.formula(expression, COLUMNS).evaluate(new HashMap<>(OPERANDS))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unknown > 1                                        | 'unknown'
          data.country.matches('(a+)+b')                     | no function matches
          timestamp('2026-01-01T00:00:00Z') > timestamp('x') | no function timestamp
          data.items.all(i, data.items.all(j, i == j))       | inside another
          data.a + 1                                         | yes or no
          """)
  void refusesConditions(String condition, String why) {
    assertThatExceptionOfType(Cel.Refused.class)
        .isThrownBy(() -> Cel.condition(condition))
        .withMessageContaining(why);
  }

  @Test
  void refusesWhatIsTooLongOrTooDeep() {
    assertThatExceptionOfType(Cel.Refused.class)
        .isThrownBy(() -> Cel.condition("(".repeat(17) + "true" + ")".repeat(17)))
        .withMessageContaining("nested");
    assertThatExceptionOfType(Cel.Refused.class)
        .isThrownBy(() -> Cel.condition("true" + " && true".repeat(70)))
        .withMessageContaining("longer");
  }

  @Test
  void compilesTheLongestChainsThereCanBe() throws Cel.Refused {
    Formula sum = Cel.formula("a" + "+a".repeat(249), COLUMNS);
    assertThat(sum.evaluate(OPERANDS)).hasValue(750);
    assertThat(Cel.condition("!".repeat(400) + "true").holds(DATA)).isTrue();
  }
}
