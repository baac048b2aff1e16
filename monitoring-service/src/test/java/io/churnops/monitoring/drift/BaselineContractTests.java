package io.churnops.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What training writes with a model, as monitoring reads it. */
class BaselineContractTests {

  private static final JsonMapper JSON = new JsonMapper();

  private Map<String, BinnedFeature> features = Map.of();

  @BeforeEach
  void readTheGoldenFile() throws Exception {
    try (InputStream golden = Topics.class.getResourceAsStream("golden/baseline.v1.json")) {
      String json =
          new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
      features =
          Baseline.parse(json).all().stream()
              .collect(Collectors.toMap(BinnedFeature::name, Function.identity()));
    }
  }

  @Test
  void hasTheBinsOfTrainingAndItsOwnForTheRest() {
    assertThat(features.keySet())
        .containsExactlyInAnyOrder("days_since_last_order", "orders_30d", "country", "_score");
    assertThat(feature("days_since_last_order").counts())
        .containsExactly(2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 1L);
    assertThat(feature("orders_30d").moments())
        .containsExactly(List.of(11L, 0L, 0L, 0L, 0L), List.of(3L, 3L, 2L, 2L, 0L));
    assertThat(feature("country").labels())
        .containsExactly("DE", "AT", "FR", "(not listed)", "(missing)");
    assertThat(feature("country").counts()).containsExactly(11L, 4L, 4L, 0L, 2L);
    assertThat(feature("_score").counts()).hasSize(11).last().isEqualTo(0L);
  }

  @ParameterizedTest
  @CsvSource({
    "orders_30d, -1, 0",
    "orders_30d, 0, 0",
    "orders_30d, 1e-9, 1",
    "orders_30d, 1, 1",
    "orders_30d, 1.0000001, 2",
    "orders_30d, 3, 2",
    "orders_30d, 3.5, 3",
    "orders_30d, null, 4",
    "days_since_last_order, 2.0, 0",
    "days_since_last_order, 18, 8",
    "days_since_last_order, 1e300, 9",
    "_score, 0.05, 0",
    "_score, 1, 9",
    "country, \"DE\", 0",
    "country, \"FR\", 2",
    "country, \"fr\", 3",
    "country, \"\", 3",
    "country, null, 4",
    "country, 7, 4"
  })
  void putsAValueIntoItsBin(String name, String value, int bin) {
    assertThat(feature(name).binOf(JSON.readTree(value))).isEqualTo(bin);
  }

  private BinnedFeature feature(String name) {
    return Objects.requireNonNull(features.get(name), name);
  }
}
