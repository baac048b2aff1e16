package io.churnops.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BaselineTests {

  private static final JsonMapper JSON = new JsonMapper();

  /** The deciles that numpy finds in (7i² + 13i) mod 101 / 10 for i below 200. */
  private static final String DECILES =
      """
      {"features": [{"type": "NUMBER", "name": "x", "rows": 200, "missing": 0,
        "edges": [0.9, 1.9, 2.7, 4.1, 5.1, 5.8, 6.7, 7.4, 8.4],
        "counts": [23, 18, 20, 20, 20, 20, 20, 20, 20, 19]}],
       "score": {"rows": 0, "edges": [], "counts": [0]}}
      """;

  @Test
  void binsTwoSequencesAsNumpyDoes() {
    BinnedFeature x = Baseline.parse(DECILES).features().getFirst();

    long[] reference = LongStream.range(0, 200).map(i -> (7 * i * i + 13 * i) % 101).toArray();
    long[] current = LongStream.range(0, 150).map(i -> (5 * i * i + 11 * i) % 101 + 10).toArray();

    assertThat(counts(x, reference)).containsExactly(23, 18, 20, 20, 20, 20, 20, 20, 20, 19, 0);
    assertThat(counts(x, current)).containsExactly(0, 16, 13, 26, 7, 14, 11, 6, 9, 48, 0);
  }

  private static long[] counts(BinnedFeature feature, long[] tenths) {
    long[] counts = new long[feature.labels().size()];
    for (long value : tenths) {
      counts[feature.binOf(JSON.readTree(Double.toString(value / 10.0)))]++;
    }
    return counts;
  }

  @Test
  void heedsNoSignOfZero() {
    BinnedFeature zero = number("[-0.0]", "[1, 2]");

    assertThat(bin(zero, "0.0")).isZero();
    assertThat(bin(zero, "-0.0")).isZero();
    assertThat(bin(zero, "5e-324")).isEqualTo(1);
  }

  @Test
  void countsValuesOfAnotherTypeAsMissing() {
    BinnedFeature number = number("[1]", "[1, 2]");

    assertThat(number.labels()).containsExactly("≤ 1.0", "> 1.0", "(missing)");
    assertThat(bin(number, "null")).isEqualTo(2);
    assertThat(bin(number, "\"1\"")).isEqualTo(2);
    assertThat(number.binOf(JSON.readTree("{}").path("absent"))).isEqualTo(2);
  }

  @Test
  void hasOneBinForANumberThatNeverChanged() {
    BinnedFeature constant = number("[]", "[3]");

    assertThat(constant.labels()).containsExactly("any", "(missing)");
    assertThat(bin(constant, "-1e308")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"features\": []}",
        "{\"features\": [], \"score\": {\"edges\": [0.5], \"counts\": [1]}}",
        "{\"features\": [], \"score\": {\"edges\": [0.5, 0.5], \"counts\": [1, 1, 1]}}",
        "{\"features\": [], \"score\": {\"edges\": [\"0.5\"], \"counts\": [1, 1]}}",
        "{\"features\": [], \"score\": {\"edges\": [0.5], \"counts\": [1, -1]}}"
      })
  void refusesWhatIsNoBaseline(String json) {
    assertThatThrownBy(() -> Baseline.parse(json)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"DATE\", \"name\": \"a\", \"missing\": 0}",
        "{\"type\": \"NUMBER\", \"missing\": 0, \"edges\": [], \"counts\": [1]}",
        "{\"type\": \"NUMBER\", \"name\": \"a\", \"edges\": [], \"counts\": [1]}",
        "{\"type\": \"NUMBER\", \"name\": \"_score\", \"missing\": 0, \"edges\": [], \"counts\": [1]}",
        "{\"type\": \"CATEGORY\", \"name\": \"a\", \"rows\": 1, \"missing\": 0,"
            + " \"categories\": [{\"value\": \"x\", \"count\": 2}]}"
      })
  void refusesFeaturesThatItCannotBin(String feature) {
    String json =
        "{\"features\": [%s], \"score\": {\"edges\": [], \"counts\": [1]}}".formatted(feature);

    assertThatThrownBy(() -> Baseline.parse(json)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesTwoFeaturesOfOneName() {
    BinnedFeature feature = number("[1]", "[1, 2]");

    assertThatThrownBy(() -> new Baseline(List.of(feature, feature), feature))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
  }

  private static BinnedFeature number(String edges, String counts) {
    return Baseline.parse(
            """
            {"features": [{"type": "NUMBER", "name": "n", "missing": 0, "edges": %s, "counts": %s}],
             "score": {"edges": [], "counts": [0]}}
            """
                .formatted(edges, counts))
        .features()
        .getFirst();
  }

  private static int bin(BinnedFeature feature, String value) {
    return feature.binOf(JSON.readTree(value));
  }
}
