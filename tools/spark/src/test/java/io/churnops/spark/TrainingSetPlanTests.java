package io.churnops.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TrainingSetPlanTests {

  @Test
  void takesCutoffsInTheirOrderAndOnce() {
    TrainingSetPlan plan =
        plan(
            """
            ["1970-01-01T00:00:03Z", "1970-01-01T00:00:01Z", "1970-01-01T00:00:03Z"]
            """);

    assertThat(plan.cutoffs()).containsExactly(1_000_000L, 3_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "[\"yesterday\"]", "[3]"})
  void refusesWhatAreNotCutoffs(String cutoffs) {
    assertThatThrownBy(() -> plan(cutoffs))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("manifest");
  }

  private static TrainingSetPlan plan(String cutoffs) {
    return TrainingSetPlan.of(
        JsonMapper.shared()
            .readTree(
                """
                {"view": {"definition": "view: shop"},
                 "labels": [{"column": "label", "definition": "label: gone"}],
                 "cutoffs": %s,
                 "knownTime": "as_happened",
                 "eventHighWater": {"labelsMatureUntil": "2025-01-01T00:00:00Z"}}
                """
                    .formatted(cutoffs)));
  }
}
