package io.churnops.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.acceptance.Doors.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The way from definitions to a model that serves, each step through the public doors. */
record ShopLoop(Doors doors) {

  static final Duration PATIENCE = Duration.ofMinutes(3);

  Answer define(String path, String resource) {
    return doors.post(
        "feature",
        path,
        "application/yaml",
        Repository.resource("io/churnops/acceptance/" + resource).getBytes(StandardCharsets.UTF_8));
  }

  JsonNode dataset(Map<String, Object> cutoffs) {
    Answer asked =
        doors.post(
            "feature",
            "/v1/training-datasets",
            Map.of(
                "view",
                "acceptance_behaviour",
                "label",
                "acceptance_churn_30d",
                "cutoffs",
                cutoffs));
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    String path = "/v1/training-datasets/" + asked.body().path("datasetId").asString();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> !doors.get("feature", path).body().path("status").asString().equals("RUNNING"));
    JsonNode dataset = doors.get("feature", path).body();
    assertThat(dataset.path("status").asString()).as("%s", dataset).isEqualTo("COMPLETE");
    return dataset;
  }

  /** Trains a model that becomes the champion, and waits until it serves. */
  int champion(JsonNode dataset) {
    Answer run =
        doors.post(
            "training",
            "/v1/training-runs",
            Map.of(
                "model",
                "churn",
                "datasetId",
                dataset.path("datasetId").asString(),
                "promote",
                "if_better"));
    assertThat(run.status()).as(run.text()).isEqualTo(202);
    String runPath = "/v1/training-runs/" + run.body().path("runId").asString();
    await()
        .atMost(PATIENCE)
        .until(() ->
            !Set.of("QUEUED", "RUNNING")
                .contains(doors.get("training", runPath).body().path("status").asString()));
    JsonNode finished = doors.get("training", runPath).body();
    assertThat(finished.path("status").asString()).as("%s", finished).isEqualTo("FINISHED");
    int version = finished.path("modelVersion").asInt();
    await()
        .atMost(PATIENCE)
        .until(() ->
            doors
                    .get("serving", "/v1/serving-model")
                    .body()
                    .path("loaded")
                    .path("modelVersion")
                    .asInt()
                == version);
    return version;
  }
}
