package io.churnops.training.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.training.RunningService;
import io.churnops.training.datasets.ShopDataset;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Retrainings through the public door of the running service. */
abstract class RunningRetrainings extends RunningService {

  static ShopDataset shop() {
    return ShopDataset.of(datasetId(), 150, 3, 30, 1);
  }

  String retrain(String body) {
    Answer answer = post("/v1/retraining", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().get("retrainingId").asString();
    assertThat(answer.header("Location")).isEqualTo("/v1/retraining/" + id);
    return id;
  }

  JsonNode over(String id) {
    return await()
        .until(
            () -> get("/v1/retraining/" + id).json(),
            retraining -> !retraining.get("status").asString().equals("RUNNING"));
  }

  static List<String> timeline(JsonNode retraining) {
    return retraining
        .get("steps")
        .valueStream()
        .map(step -> step.get("step").asString() + " " + step.get("status").asString())
        .toList();
  }

  static JsonNode step(JsonNode retraining, String name) {
    return retraining
        .get("steps")
        .valueStream()
        .filter(step -> step.get("step").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  Answer retry(String id, String step) {
    return post("/v1/retraining/" + id + "/steps/" + step + ":retry", "");
  }
}
