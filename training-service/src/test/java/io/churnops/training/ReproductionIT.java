package io.churnops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.training.datasets.ShopDataset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Versions that are made again, against a feature-service that builds their rows again. */
class ReproductionIT extends RunningService {

  @Autowired private JdbcClient jdbc;

  @Test
  void makesAVersionAgainToTheSameDigests() {
    String dataset = offer(200, 5);
    String model = "again_all";
    train(model, dataset, "never");

    Answer accepted =
        post("/v1/models/" + model + "/versions/1:reproduce", "", "Idempotency-Key", "1");
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    JsonNode made = over(accepted.header("Location"));

    assertThat(made.path("verdict").asString()).as("%s", made).isEqualTo("REPRODUCED");
    assertThat(made.path("reasons")).isEmpty();
    assertThat(made.path("datasetId").asString()).isEqualTo(dataset + "-again");
    assertThat(names(made, false)).as("%s", made).isEmpty();
    assertThat(names(made, true))
        .contains(
            "rows",
            "parameters",
            "split",
            "evaluation",
            "inputs",
            "calibrator",
            "threshold",
            "metrics",
            "forest.bin",
            "baseline.json",
            "reference.json");
    String id = made.path("reproductionId").asString();
    assertThat(
            post("/v1/models/" + model + "/versions/1:reproduce", "", "Idempotency-Key", "1")
                .json()
                .path("reproductionId")
                .asString())
        .isEqualTo(id);
    assertThat(get("/v1/models/" + model + "/versions/1/reproductions").json().at("/items/0"))
        .isEqualTo(made);
    JsonNode version = get("/v1/models/" + model + "/versions/1").json();
    assertThat(version.at("/reproduced/verdict").asString()).isEqualTo("REPRODUCED");
    assertThat(version.at("/reproduced/reproductionId").asString()).isEqualTo(id);
    assertThat(get("/v1/training-runs?model=" + model).json().path("items")).hasSize(1);
  }

  @Test
  void makesWhatASearchAndTheTimeFoundAgain() {
    String dataset = offer(200, 6);
    for (String train :
        List.of(
            "'parameters': {'trees': 20, 'seed': 7, 'timeBudgetSeconds': 600}",
            "'search': {'trials': 3, 'ranges': {'maxDepth': {'from': 2, 'to': 6}}},"
                + " 'parameters': {'trees': 20}",
            "'compare': ['forest', 'logistic-regression'], 'parameters': {'trees': 20}",
            "'algorithm': 'xgboost', 'parameters': {'rounds': 20, 'timeBudgetSeconds': 600}",
            "'threshold': {'precision': 0.5}, 'parameters': {'trees': 20, 'rowWeights':"
                + " {'halfLifeDays': 60, 'churned': 2}}")) {
      int version = trainAs("again_ways", dataset, train);

      JsonNode made = reproduce("again_ways", version);

      assertThat(made.path("verdict").asString()).as("%s: %s", train, made).isEqualTo("REPRODUCED");
    }
  }

  /** It asked for 300 rounds, and recorded the eight that there was time for. */
  @Test
  void makesWhatWasBoostedUntilItsTimeEndedAgain() {
    String dataset = offer(200, 17);
    trainAs("again_timed", dataset, "'algorithm': 'xgboost', 'parameters': {'rounds': 8}");
    String runId = runOf("again_timed");
    jdbc.sql(
            "update run set request = jsonb_set(request, '{parameters}',"
                + " '{\"rounds\": 300, \"timeBudgetSeconds\": 1}'), parameters = parameters ||"
                + " '{\"askedRounds\": 300, \"timeBudgetSeconds\": 1}' where run_id = ?")
        .param(runId)
        .update();

    JsonNode made = reproduce("again_timed", 1);

    assertThat(made.path("verdict").asString()).as("%s", made).isEqualTo("REPRODUCED");
  }

  /** Other algorithms are not trained again, which may come out better than they did then. */
  @Test
  void makesTheChosenOneOfSeveralAlgorithmsAgainWhateverTheOthersCameTo() {
    String dataset = offer(200, 18);
    trainAs(
        "again_chosen",
        dataset,
        "'compare': ['forest', 'xgboost'], 'algorithm': 'xgboost',"
            + " 'parameters': {'trees': 20, 'rounds': 1, 'maxDepth': 1}");
    JsonNode compared = get("/v1/models/again_chosen/versions/1/card").json().path("algorithms");
    assertThat(compared.at("/0/published").asBoolean()).as("%s", compared).isFalse();
    jdbc.sql("update run set request = request - 'algorithm' where run_id = ?")
        .param(runOf("again_chosen"))
        .update();

    JsonNode made = reproduce("again_chosen", 1);

    assertThat(made.path("verdict").asString()).as("%s", made).isEqualTo("REPRODUCED");
  }

  /** The request said nothing of missing values, nor did the parameters; they went low. */
  @Test
  void makesAForestAgainFromBeforeItsSplitsLearntWhereMissingValuesGo() {
    String dataset = offer(200, 16);
    trainAs("again_low", dataset, "'parameters': {'trees': 20, 'missing': 'low'}");
    String runId = runOf("again_low");
    jdbc.sql("update run set request = request #- '{parameters,missing}' where run_id = ?")
        .param(runId)
        .update();

    JsonNode made = reproduce("again_low", 1);

    assertThat(made.path("verdict").asString()).as("%s", made).isEqualTo("REPRODUCED");
    assertThat(get("/v1/training-runs/" + runId).json().path("parameters").has("missing"))
        .isFalse();
  }

  @Test
  void findsAParameterThatWasChangedInTheRows() {
    String dataset = offer(200, 7);
    train("again_changed", dataset, "never");
    String runId = runOf("again_changed");
    changed(runId, "parameters", "trees", 12);

    JsonNode row = reproduce("again_changed", 1);

    assertThat(row.path("verdict").asString()).isEqualTo("DIFFERENT");
    assertThat(names(row, false)).containsExactly("parameters");
    assertThat(details(row, "parameters")).anyMatch(one -> one.contains("trees was 12"));

    changed(runId, "parameters", "trees", 40);
    changed(runId, "request", "parameters,trees", 12);

    JsonNode request = reproduce("again_changed", 1);

    assertThat(request.path("verdict").asString()).isEqualTo("DIFFERENT");
    assertThat(names(request, false)).contains("parameters", "signed parameters", "forest.bin");
    assertThat(details(request, "parameters"))
        .anyMatch(one -> one.contains("trees was 40, its request gives 12"));
  }

  @Test
  void saysWhichRowsAreOthers() {
    ShopDataset shop = ShopDataset.of(datasetId(), 200, 4, 30, 8);
    String dataset = FEATURES.offer(shop);
    train("again_rows", dataset, "never");
    ShopDataset other = ShopDataset.of(dataset + "-again", 200, 4, 30, 8);
    other.lines().removeLast();
    FEATURES.willRebuild(dataset, other);
    FEATURES.offerDifferences(
        dataset,
        "{\"onlyInBase\": 1, \"onlyInOther\": 0, \"different\": 2, \"byColumn\": {\"label\": 2}}");

    JsonNode made = reproduce("again_rows", 1);

    assertThat(made.path("verdict").asString()).isEqualTo("DIFFERENT");
    assertThat(names(made, false)).contains("rows");
    assertThat(details(made, "data"))
        .anyMatch(one ->
            one.contains("1 rows are no longer there, 0 are new, 2 have other values: label in 2"));
    assertThat(details(made, "code")).as("no commit is on record in a test").isNotEmpty();
  }

  @Test
  void saysWhatCanNeverBeMadeAgain() {
    String dataset = offer(200, 9);
    train("again_never", dataset, "never");
    FEATURES.erase(dataset);

    JsonNode erased = reproduce("again_never", 1);

    assertThat(erased.path("verdict").asString()).isEqualTo("IMPOSSIBLE");
    assertThat(details(erased, "erased")).hasSize(1);

    String lost = offer(200, 10);
    int version = train("again_never", lost, "never");
    FEATURES.forget(lost);
    JsonNode gone = reproduce("again_never", version);
    assertThat(gone.path("verdict").asString()).isEqualTo("IMPOSSIBLE");
    assertThat(details(gone, "data")).hasSize(1);
  }

  @Test
  void waitsForAFeatureServiceThatIsAwayAndRefusesWhatThereIsNot() {
    String dataset = offer(200, 11);
    train("again_late", dataset, "never");
    FEATURES.failRebuild(dataset, 2);

    assertThat(reproduce("again_late", 1).path("verdict").asString()).isEqualTo("REPRODUCED");

    assertThat(post("/v1/models/again_late/versions/9:reproduce", "").status()).isEqualTo(404);
    assertThat(post("/v1/models/none/versions/1:reproduce", "").status()).isEqualTo(404);
    assertThat(get("/v1/models/none/versions/1/reproductions").status()).isEqualTo(404);
    assertThat(get("/v1/reproductions/none").status()).isEqualTo(404);
  }

  @Test
  void comesToNoVerdictWhereRowsAreRefusedOrFailToBeBuilt() {
    String dataset = offer(200, 12);
    train("again_refused", dataset, "never");
    FEATURES.refuseRebuild(dataset, 403);
    fails("again_refused", "dataset_refused");

    FEATURES.refuseRebuild(dataset, 202);
    rebuildIs(dataset, "FAILED");
    fails("again_refused", "dataset_failed");
    rebuildIs(dataset, "RUNNING");
    fails("again_refused", "dataset_timeout");

    FEATURES.willRebuild(dataset, ShopDataset.of(dataset + "-again", 200, 4, 30, 12));
    assertThat(reproduce("again_refused", 1).path("verdict").asString()).isEqualTo("REPRODUCED");
  }

  private void fails(String model, String code) {
    JsonNode failed = reproduce(model, 1);
    assertThat(failed.path("status").asString()).as("%s", failed).isEqualTo("FAILED");
    assertThat(failed.at("/error/code").asString()).isEqualTo(code);
    assertThat(failed.has("verdict")).isFalse();
  }

  private static void rebuildIs(String dataset, String status) {
    ShopDataset again = ShopDataset.of(dataset + "-again", 200, 4, 30, 12);
    ObjectNode answer = again.answer().put("status", status);
    answer.remove("manifest");
    FEATURES.offer(again, answer, new byte[0]);
  }

  /** A dataset that will be the same when it is built again. */
  private static String offer(int customers, long seed) {
    String id = datasetId();
    FEATURES.offer(ShopDataset.of(id, customers, 4, 30, seed));
    FEATURES.willRebuild(id, ShopDataset.of(id + "-again", customers, 4, 30, seed));
    return id;
  }

  private int trainAs(String model, String dataset, String wishes) {
    Answer answer =
        post(
            "/v1/training-runs",
            "{\"model\": \"%s\", \"datasetId\": \"%s\", %s}"
                .formatted(model, dataset, wishes.replace('\'', '"')));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    JsonNode run = ended(answer.json().get("runId").asString());
    assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("FINISHED");
    return run.get("modelVersion").asInt();
  }

  private String runOf(String model) {
    return get("/v1/models/" + model + "/versions/1").json().path("runId").asString();
  }

  private JsonNode reproduce(String model, int version) {
    Answer accepted = post("/v1/models/%s/versions/%d:reproduce".formatted(model, version), "");
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    return over(accepted.header("Location"));
  }

  private JsonNode over(String location) {
    return await().until(() -> get(location).json(), made -> made.has("finishedAt"));
  }

  private void changed(String runId, String column, String path, int value) {
    jdbc.sql(
            "update run set %s = jsonb_set(%s, '{%s}', '%d') where run_id = ?"
                .formatted(column, column, path, value))
        .param(runId)
        .update();
  }

  private static List<String> names(JsonNode made, boolean same) {
    return made.path("parts")
        .valueStream()
        .filter(part -> part.path("same").asBoolean() == same)
        .filter(part -> same || part.path("decisive").asBoolean())
        .map(part -> part.path("part").asString())
        .toList();
  }

  private static List<String> details(JsonNode made, String cause) {
    return made.path("reasons")
        .valueStream()
        .filter(reason -> reason.path("cause").asString().equals(cause))
        .map(reason -> reason.path("detail").asString())
        .toList();
  }
}
