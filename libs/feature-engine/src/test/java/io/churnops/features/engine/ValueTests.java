package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.StringNode;

/** Values on their way from JSON into partials. */
class ValueTests {

  private static final JsonMapper DECIMALS =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Stamp ANY = new Stamp(0, "", "");

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4599, 4599000000",
    "0.1, 100000",
    "0.0000005, 0",
    "0.0000015, 2",
    "-0.0000025, -2",
    "9223372036854, 9223372036854000000",
    "9223372036854.775807, 9223372036854775807",
    "1e-999999999, 0",
    "true, 1000000",
    "false, 0",
  })
  void numbersBecomeMillionths(String json, long millionths) {
    assertThat(FixedPoint.of(DECIMALS.readTree(json))).hasValue(millionths);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036855",
        "-9223372036855",
        "1e999999999",
        "1e300",
        "123456789012345678901234567890",
        "\"12\"",
        "null",
        "[1]",
        "{}"
      })
  void whatIsNoNumberOrTooLargeIsNoValue(String json) {
    assertThat(FixedPoint.of(DECIMALS.readTree(json))).isEqualTo(OptionalLong.empty());
    assertThat(FixedPoint.of(JsonMapper.shared().readTree(json))).isEqualTo(OptionalLong.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1.0, 1",
    "1000, 1000",
    "1e3, 1000",
    "0.50, 0.5",
    "1e30, 1E+30",
    "true, true",
  })
  void numbersHaveOneSpellingAsCategories(String json, String category) {
    assertThat(Categories.of(DECIMALS.readTree(json))).contains(category);
    assertThat(Categories.of(JsonMapper.shared().readTree(json))).contains(category);
  }

  @Test
  void aHugeExponentIsNotSpeltOut() {
    JsonNode node = DecimalNode.valueOf(new BigDecimal("1e999999999"));
    assertThat(Categories.of(node)).contains("1E+999999999");
  }

  @Test
  void halfSurrogatePairsAreReplacedAndLongCategoriesCut() {
    assertThat(Categories.of(StringNode.valueOf("a\ud83d"))).contains("a?");
    assertThat(Categories.of(StringNode.valueOf("\ud83d\ude00"))).contains("\ud83d\ude00");
    assertThat(Categories.cut("x".repeat(199) + "\ud83d\ude00")).isEqualTo("x".repeat(199));
    assertThat(Categories.cut("x".repeat(300))).hasSize(200);
  }

  @Test
  void totalsAreExactBeyondSixtyFourBits() {
    Random random = new Random(1);
    Total total = new Total();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < 1000; i++) {
      long value = random.nextBoolean() ? Long.MAX_VALUE - random.nextInt(9) : -random.nextLong();
      Total part = new Total();
      part.add(new Payload.Numbers(new long[] {value}), ANY);
      total.merge(part);
      expected = expected.add(BigInteger.valueOf(value));
      assertThat(total.exact()).isEqualTo(expected);
      assertThat(total.toDouble()).isEqualTo(expected.doubleValue());
    }
  }

  @Test
  void distinctIsExactBelowItsBoundAndCloseAboveIt() {
    Distinct distinct = new Distinct();
    for (int i = 0; i < 1023; i++) {
      distinct.add(new Payload.Hashes(new long[] {Distinct.hash("p" + i)}), ANY);
      distinct.add(new Payload.Hashes(new long[] {Distinct.hash("p" + i)}), ANY);
      assertThat(distinct.estimate()).isEqualTo(i + 1.0);
    }
    for (int i = 0; i < 50_000; i++) {
      distinct.add(new Payload.Hashes(new long[] {Distinct.hash("p" + i)}), ANY);
    }
    // 3.1 % relative standard error: ten percent is beyond three of them
    assertThat(distinct.estimate()).isCloseTo(50_000.0, Percentage.withPercentage(10));
    assertThat(distinct.kept()).hasSize(1024).isSorted();
  }

  @Test
  void distinctDoesNotDependOnOrderOrGrouping() {
    long[] hashes = new Random(5).longs(5000).toArray();
    Distinct straight = new Distinct();
    for (long hash : hashes) {
      straight.add(new Payload.Hashes(new long[] {hash}), ANY);
    }
    Distinct odd = new Distinct();
    Distinct even = new Distinct();
    for (int i = hashes.length - 1; i >= 0; i--) {
      (i % 2 == 0 ? even : odd).add(new Payload.Hashes(new long[] {hashes[i]}), ANY);
    }
    even.merge(odd);
    assertThat(even.kept()).isEqualTo(straight.kept());
    assertThat(straight.kept())
        .isEqualTo(Arrays.stream(hashes).sorted().distinct().limit(1024).toArray());
  }

  @Test
  void hashesAreStable() {
    assertThat(Distinct.hash("garden")).isEqualTo(-6626140506909353146L);
  }

  @Test
  void aVectorHoldsOnlyWhatFitsItsColumns() {
    List<FeatureColumn> columns =
        List.of(
            new FeatureColumn("n", ColumnType.NUMBER), new FeatureColumn("c", ColumnType.CATEGORY));
    FeatureVector vector = FeatureVector.of(columns, Arrays.asList(3, null));
    assertThat(vector.number(0)).isEqualTo(3.0);
    assertThat(vector.isNull(1)).isTrue();
    assertThat(vector.category(1)).isNull();
    assertThat(vector).isEqualTo(FeatureVector.of(columns, Arrays.asList(3.0, null)));
    assertThat(vector).hasToString("FeatureVector[n=3.0, c=null]");
    assertThatIllegalStateException().isThrownBy(() -> vector.number(1));
    assertThatIllegalStateException().isThrownBy(() -> vector.category(0));
    for (Object wrong : List.of("x", Double.NaN, Double.POSITIVE_INFINITY)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> FeatureVector.of(columns, Arrays.asList(wrong, null)));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> FeatureVector.of(columns, List.of(1)));
  }

  @Test
  void refusesInstantsOutsideTheCalendar() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new CustomerEvent("s", "i", "t", "c", Long.MAX_VALUE, 0, StringNode.valueOf("data")))
        .withMessageContaining("timeMicros");
  }

  @Test
  void dataThatIsNoObjectSaysNothing() {
    CompiledView view = SampleView.compiled();
    FeatureState state = view.emptyState();
    view.fold(state, SampleView.event("o", "order.placed", 0, 0, "[1, 2]"));
    assertThat(view.evaluate(state, 1).value(3)).isEqualTo(1.0);
    assertThat(view.evaluate(state, 1).value(4)).isEqualTo(0.0);
  }
}
