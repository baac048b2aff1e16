package io.churnops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.churnops.platform.test.TestServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @Test
  void seesWhichInputHasMoved() {
    String model = unique("moved");
    register(model, Predictions.BASELINE);
    log(Predictions.of(model).shifted(400, 35));

    JsonNode drift = driftOf(model, 400);

    JsonNode furthest = drift.at("/features/0");
    assertThat(furthest.get("name").asString()).isEqualTo("recency");
    assertThat(furthest.get("level").asString()).isEqualTo("DRIFT");
    assertThat(furthest.get("psi").asDouble()).isGreaterThan(1);
    assertThat(furthest.get("pvalue").asDouble()).isLessThan(1e-6);
    assertThat(furthest.get("baselineRows").asLong()).isEqualTo(5_000);
    assertThat(furthest.get("windowRows").asLong()).isEqualTo(400);
    assertThat(furthest.at("/bins/0/label").asString()).isEqualTo("≤ 10.0");
    assertThat(furthest.at("/bins/0/baselineShare").asDouble()).isEqualTo(0.1, within(1e-12));
    assertThat(furthest.at("/bins/0/windowShare").asDouble()).isZero();
    assertThat(drift.at("/features/1/level").asString()).isEqualTo("STABLE");
    assertThat(drift.at("/score/level").asString()).isEqualTo("STABLE");
  }

  @Test
  void saysNothingOfFewPredictions() {
    String model = unique("few");
    register(model, Predictions.BASELINE);
    log(Predictions.of(model).shifted(20, 1_000));

    assertThat(driftOf(model, 20).at("/features/0/level").asString()).isEqualTo("INSUFFICIENT");
  }

  @Test
  void measuresThePeriodAskedForOfTheChampion() {
    String model = unique("period");
    register(model, Predictions.BASELINE);
    promote(model);
    log(Predictions.of(model).usual(30));
    driftOf(model, 30);

    JsonNode before = get("/v1/drift?model=" + model + "&to=2026-01-01T00:30:00Z").json();

    assertThat(before.get("version").asInt()).isEqualTo(1);
    assertThat(before.get("from").asString()).isEqualTo("2025-12-31T01:00:00Z");
    assertThat(before.get("to").asString()).isEqualTo("2026-01-01T01:00:00Z");
    assertThat(before.at("/score/windowRows").asLong()).isZero();
    assertThat(
            get("/v1/drift?model=" + model + "&from=2026-01-01T00:00:00Z")
                .json()
                .at("/score/windowRows")
                .asLong())
        .isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource({
    "model=nobody, 404, no-champion",
    "model=nobody&version=1, 404, unknown-version",
    "model=nobody&version=x, 400, bad-request",
    "model=Not%20a%20name, 422, invalid-request",
    "model=%00, 422, invalid-request",
    "version=1, 400, bad-request",
    "model=m&from=yesterday, 400, bad-request",
    "model=m&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, 422, empty-period",
    "model=m&from=1000-01-01T00:00:00Z, 422, unknown-period",
    "model=m&to=%2B1000000000-12-31T23:59:59Z, 422, unknown-period"
  })
  void answersWithAProblem(String query, int status, String problem) {
    Answer answer = get("/v1/drift?" + query);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
    assertThat(answer.response().headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
  }

  @Test
  void treatsABaselineThatCannotBeReadAsNone() {
    String model = unique("broken");
    register(model, "{}");

    assertThat(get("/v1/drift?version=1&model=" + model).problem()).isEqualTo("unknown-version");
  }

  @Test
  void showsTheDriftOfWhatServesToPrometheusWithAndWithoutItsAlias() {
    register("churn", Predictions.BASELINE);
    promote("churn");
    log(Predictions.of("churn").shifted(200, 35));

    await().atMost(SOON).until(() -> metric("churnops_drift_samples", "model=\"churn\"") == 200);

    JsonNode drift = driftOf("churn", 200);
    assertThat(metric("churnops_drift_psi", "model=\"churn\"", "feature=\"recency\""))
        .isEqualTo(drift.at("/features/0/psi").asDouble(), within(1e-9));
    assertThat(metric("churnops_drift_psi", "model=\"churn\"", "feature=\"_score\""))
        .isEqualTo(drift.at("/score/psi").asDouble(), within(1e-9));
    await().atMost(SOON).until(() -> metric("churnops_monitoring_predictions_total") >= 200);

    demote("churn");
    log(Predictions.of("churn").shifted(100, 35));

    await().atMost(SOON).until(() -> metric("churnops_drift_samples", "model=\"churn\"") == 300);
    assertThat(metric("churnops_drift_psi", "model=\"churn\"", "feature=\"recency\"")).isPositive();
    assertThat(get("/v1/drift?model=churn").json().get("version").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"/v1/drift?model=churn", "/v1/predictions?customer=C-1"})
  void answersKeysWithTheScopeAlone(String path) {
    assertThat(get(path, TestServers.keyFor("monitoring:read")).status()).isNotEqualTo(403);
    assertThat(get(path, TestServers.keyFor("features:read")).status()).isEqualTo(403);
    assertThat(get(path, "no-key").status()).isEqualTo(401);
  }

  @Test
  void describesEveryPathWithTheSchemaOfItsAnswer() {
    JsonNode document = get("/v3/api-docs").json();

    assertThat(document.get("paths").propertyNames())
        .containsExactlyInAnyOrder(
            "/v1/customers:export",
            "/v1/drift",
            "/v1/predictions",
            "/v1/predictions/{predictionId}");
    document
        .get("paths")
        .valueStream()
        .filter(path -> path.has("get")) // the export is streamed, and has no schema
        .forEach(path -> {
          String schema =
              path.at("/get/responses/200/content/application~1json/schema/$ref").asString();
          assertThat(schema).startsWith("#/components/schemas/");
          assertThat(document.at(schema.substring(1) + "/properties").size()).isPositive();
        });
    assertThat(document.at("/components/schemas/FeatureDrift/properties").propertyNames())
        .contains("psi", "level", "baselineRows", "windowRows", "critical95", "pvalue", "bins");
  }
}
