package io.churnops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How far predictions have moved, as clients and Prometheus are told. */
class DriftIT extends MonitoringSuite {

  @Test
  void seesNoDriftWhereNothingHasMoved() {
    String model = unique("still");
    register(model, Predictions.BASELINE);
    log(Predictions.of(model).usual(400));

    JsonNode drift = driftOf(model, 400);

    assertThat(drift.at("/score/level").asString()).isEqualTo("STABLE");
    assertThat(drift.at("/features"))
        .extracting(feature -> feature.get("level").asString())
        .containsExactly("STABLE", "STABLE");
  }
}
