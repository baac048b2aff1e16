package io.churnops.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ApiDocumentIT extends RunningService {

  @Test
  void saysWhatTheServiceAnswers() {
    JsonNode document = get("/v3/api-docs").json();

    assertThat(document.get("paths").propertyNames())
        .containsExactlyInAnyOrder(
            "/v1/training-runs",
            "/v1/training-runs/{runId}",
            "/v1/training-runs/{runId}:cancel",
            "/v1/training-runs/{runId}/metrics",
            "/v1/training-runs/{runId}/trials",
            "/v1/forests",
            "/v1/forests/{forestId}",
            "/v1/retraining",
            "/v1/retraining/{id}",
            "/v1/retraining/{id}:cancel",
            "/v1/retraining-schedules",
            "/v1/retraining-schedules/{model}",
            "/v1/retraining/{id}/steps/{step}:retry",
            "/v1/experiments",
            "/v1/runs",
            "/v1/runs/{runId}",
            "/v1/runs:compare",
            "/v1/models",
            "/v1/models/{name}",
            "/v1/models/{name}/versions/{version}",
            "/v1/models/{name}/versions/{version}/card",
            "/v1/models/{name}/versions/{version}/report",
            "/v1/models/{name}/versions/{version}/artefact",
            "/v1/models/{name}/versions:compare",
            "/v1/audit",
            "/v1/audit:verify",
            "/v1/models/{name}/gates",
            "/v1/artefact-store:check",
            "/v1/mlflow-export",
            "/v1/mlflow-export/untaken",
            "/v1/mlflow-export:retry",
            "/v1/mlflow-export:restart",
            "/v1/models/{name}/versions/{version}/gates",
            "/v1/models/{name}/versions/{version}:approve",
            "/v1/models/{name}/versions/{version}:reject",
            "/v1/models/{name}/versions/{version}:reproduce",
            "/v1/models/{name}/versions/{version}/reproductions",
            "/v1/reproductions/{id}",
            "/v1/models/{name}/versions/{version}:restore",
            "/v1/models/{name}/aliases/{alias}",
            "/v1/models/{name}/aliases/{alias}/history");
    assertThat(responses(document, "/v1/training-runs", "post").propertyNames())
        .containsExactlyInAnyOrder("202", "401", "403", "default");
    assertThat(
            responses(document, "/v1/models/{name}/versions/{version}/card", "get")
                .at("/200/content")
                .propertyNames())
        .containsExactlyInAnyOrder("application/json", "text/markdown", "text/plain");
    assertThat(
            responses(document, "/v1/models/{name}/versions/{version}/artefact", "get")
                .at("/200/content")
                .propertyNames())
        .containsExactly("application/zip");
    assertThat(
            responses(document, "/v1/models/{name}/versions/{version}/report", "get")
                .at("/200/content")
                .propertyNames())
        .containsExactly("text/html");
    assertThat(document.at("/components/schemas/TrainingRun/properties").propertyNames())
        .contains("runId", "status", "error", "parameters", "metrics", "modelVersion");
    JsonNode parameters = document.at("/components/schemas/TrainingParameters/properties");
    for (String name : List.of("featureFraction", "learningRate", "rowFraction")) {
      assertThat(parameters.path(name).path("minimum").asDouble()).as(name).isEqualTo(1e-6);
      assertThat(parameters.path(name).has("exclusiveMinimum")).as(name).isFalse();
    }
    assertThat(parameters.at("/l2/minimum").asDouble(1)).isZero();
    assertThat(parameters.at("/l2/description").asString()).contains("at least 0.000001");
  }

  private static JsonNode responses(JsonNode document, String path, String method) {
    return document.get("paths").get(path).get(method).get("responses");
  }
}
