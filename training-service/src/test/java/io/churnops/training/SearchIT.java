package io.churnops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.churnops.training.datasets.ShopDataset;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SearchIT extends RunningService {

  private static final String DATASET = FEATURES.offer(ShopDataset.of(datasetId(), 100, 5, 30, 7));

  private static final String FOREST =
      """
      "parameters": {"trees": 20, "seed": 7},
      "search": {"method": "%s", "seed": 3, "folds": 2, %s
        "ranges": {"maxDepth": {"from": 2, "to": 9}, "featureFraction": {"from": 0.1, "to": 1},
          "minLeafSize": {"from": 2, "to": 60, "logarithmic": true}}}
      """;

  @Test
  void trainsWithTheBestTrialAndTellsOfAll() {
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 300, 6, 30, 1));
    JsonNode run = searched("searched", dataset, FOREST.formatted("bayesian", "\"trials\": 9,"));

    List<JsonNode> trials = trials(run);
    assertThat(trials)
        .extracting(trial -> trial.get("number").asInt())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(trials).extracting(trial -> trial.get("status").asString()).containsOnly("FINISHED");
    assertThat(trials.getFirst().at("/parameters/maxDepth").asInt()).isEqualTo(7);
    JsonNode best =
        trials.stream().filter(trial -> trial.get("best").asBoolean()).findFirst().orElseThrow();
    assertThat(trials)
        .allMatch(trial -> trial.get("objective").asDouble() <= best.get("objective").asDouble());
    for (String name : List.of("maxDepth", "featureFraction", "minLeafSize")) {
      assertThat(run.at("/parameters/" + name).asDouble())
          .as(name)
          .isEqualTo(best.at("/parameters/" + name).asDouble());
    }
    assertThat(run.at("/parameters/trees").asInt()).isEqualTo(20);
    assertThat(best.at("/rungs/0/folds").size()).isEqualTo(2);
    assertThat(best.at("/rungs/0/objective").asDouble())
        .isCloseTo(
            (best.at("/rungs/0/folds/0").asDouble() + best.at("/rungs/0/folds/1").asDouble()) / 2,
            within(1e-12));

    JsonNode page = get(path(run) + "?limit=4").json();
    assertThat(page.get("items").size()).isEqualTo(4);
    JsonNode rest =
        get(path(run) + "?limit=200&cursor=" + page.get("nextCursor").asString()).json();
    assertThat(rest.get("items").size()).isEqualTo(6);
    assertThat(rest.get("nextCursor").isNull()).isTrue();
  }

  @Test
  void findsTheSameBySeedAndKeepsTrialsAsChildRuns() {
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 200, 5, 30, 2));
    String wish =
        FOREST.formatted(
            "random", "\"trials\": 6, \"halving\": {\"by\": \"trees\", \"factor\": 2},");
    JsonNode first = searched("halved", dataset, wish);
    JsonNode second = searched("halved", dataset, wish);

    List<JsonNode> trials = trials(first);
    assertThat(trials(second))
        .extracting(trial -> trial.get("parameters").toString())
        .isEqualTo(trials.stream().map(trial -> trial.get("parameters").toString()).toList());
    assertThat(trials(second))
        .extracting(trial -> trial.get("objective").asDouble())
        .isEqualTo(trials.stream().map(trial -> trial.get("objective").asDouble()).toList());
    assertThat(second.get("parameters")).isEqualTo(first.get("parameters"));

    assertThat(trials)
        .extracting(trial -> trial.get("rungs").size())
        .as("the defaults have all at once; of six three go on, and of them two")
        .containsExactlyInAnyOrder(1, 1, 1, 1, 2, 3, 3);
    JsonNode pruned =
        trials.stream()
            .filter(trial -> trial.get("status").asString().equals("PRUNED"))
            .findFirst()
            .orElseThrow();
    String filter = "tags.\"mlflow.parentRunId\" = '%s'".formatted(first.get("runId").asString());
    JsonNode children =
        get("/v1/runs?limit=50&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8)).json();
    assertThat(children.get("items").size()).as(children.toString()).isEqualTo(7);
    JsonNode child =
        children
            .get("items")
            .valueStream()
            .filter(each -> each.get("runId").equals(pruned.get("runId")))
            .findFirst()
            .orElseThrow();
    assertThat(child.get("status").asString()).isEqualTo("KILLED");
    assertThat(child.at("/tags/churnops.trialStatus").asString()).isEqualTo("PRUNED");
  }

  @Test
  void searchesALogisticRegressionOverAGridByProfit() {
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 300, 4, 30, 3));
    JsonNode run =
        searched(
            "gridded",
            dataset,
            """
            "algorithm": "logistic-regression",
            "threshold": {"costs": {"contactCost": 1, "incentiveCost": 10,
              "acceptanceRate": 0.3, "customerValue": 200}},
            "search": {"method": "grid", "objective": "profit", "ranges": {
              "epochs": {"values": [2, 10]},
              "learningRate": {"from": 0.01, "to": 1, "logarithmic": true, "steps": 3}}}
            """);

    assertThat(trials(run)).hasSize(1 + 2 * 3);
    assertThat(trials(run))
        .extracting(trial -> trial.at("/parameters/learningRate").asDouble())
        .contains(0.01, 0.1, 1.0);
    assertThat(run.at("/parameters/algorithm").asString()).isEqualTo("logistic-regression");
  }

  @Test
  void takesTheBestSoFarWhenTimeIsUpAndNamesTrialsThatFail() {
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 100, 5, 30, 4));
    JsonNode run =
        searched(
            "failing",
            dataset,
            """
            "parameters": {"trees": 10},
            "search": {"method": "grid",
              "ranges": {"minLeafSize": {"values": [5, 400000]}}}
            """);

    assertThat(trials(run))
        .extracting(trial -> trial.get("status").asString())
        .containsExactly("FINISHED", "FINISHED", "FAILED");
    assertThat(trials(run).getLast().get("error").asString()).contains("400000");
    assertThat(run.at("/parameters/minLeafSize").asInt()).isEqualTo(5);

    Answer asked =
        ask(
            "hopeless",
            dataset,
            "\"search\": {\"method\": \"grid\", \"ranges\": {\"minLeafSize\": {\"values\": [300000]}}}");
    JsonNode failed = ended(asked.json().get("runId").asString());
    assertThat(failed.at("/error/code").asString()).isEqualTo("search_failed");
    assertThat(failed.at("/error/detail").asString()).contains("300000");
  }

  /** A few rows of what is nearly all the same are all the same. */
  @Test
  void goesOnWhereTheRowsOfATrialSayNothing() {
    ShopDataset shop = ShopDataset.of(datasetId(), 300, 5, 30, 6);
    int told = 20;
    List<ShopDataset.Line> same = shop.lines().subList(told, shop.lines().size());
    same.replaceAll(ShopDataset.Line::withoutValues);
    JsonNode run =
        searched(
            "saying-nothing",
            FEATURES.offer(shop),
            """
            "parameters": {"trees": 5, "minLeafSize": 5},
            "search": {"method": "grid", "ranges": {"minLeafSize": {"values": [5, 6]}},
              "halving": {"by": "rows", "factor": 10, "rungs": 6}}
            """);

    assertThat(trials(run))
        .extracting(trial -> trial.get("status").asString())
        .containsExactly("FINISHED", "FAILED", "FAILED");
    assertThat(trials(run).getLast().get("error").asString()).contains("one value in all");
  }

  @Test
  void stopsWhenItIsCancelled() {
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 300, 5, 30, 5));
    Answer asked =
        ask(
            "cancelled",
            dataset,
            "\"search\": {\"trials\": 1000, \"ranges\": {\"trees\": {\"from\": 1900, \"to\": 2000},"
                + " \"featureFraction\": {\"from\": 0.1, \"to\": 1}}}");
    String path = asked.header("Location");
    await()
        .until(() ->
            get(path).json().at("/progress/phase").asString("").equals("SEARCHING")
                && get(path + "/trials").json().get("items").size() > 0);
    assertThat(get(path).json().at("/progress/askedTrials").asInt()).isEqualTo(1_001);

    assertThat(post(path + ":cancel", "").status()).isEqualTo(200);
    assertThat(get(path + "/trials").json().get("items").valueStream())
        .allSatisfy(trial -> assertThat(trial.get("status").asString()).isNotEqualTo("RUNNING"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"ranges\": {}}",
        "{\"ranges\": {\"maxDepth\": null}}",
        "{\"ranges\": {\"maxDepth\": {}}}",
        "{\"ranges\": {\"maxDepth\": {\"from\": 9, \"to\": 2}}}",
        "{\"ranges\": {\"maxDepth\": {\"from\": 2, \"to\": 17}}}",
        "{\"ranges\": {\"maxDepth\": {\"from\": 2.5, \"to\": 7}}}",
        "{\"ranges\": {\"maxDepth\": {\"values\": [3, null]}}}",
        "{\"ranges\": {\"maxDepth\": {\"values\": [3], \"from\": 2}}}",
        "{\"ranges\": {\"featureFraction\": {\"from\": 0, \"to\": 1}}}",
        "{\"ranges\": {\"epochs\": {\"from\": 2, \"to\": 3}}}",
        "{\"ranges\": {\"seed\": {\"from\": 2, \"to\": 3}}}",
        "{\"ranges\": {\"trees\": {\"from\": 2, \"to\": 3}}, \"objective\": \"profit\"}",
        "{\"ranges\": {\"trees\": {\"from\": 2, \"to\": 3}}, \"trials\": 1001}",
        "{\"ranges\": {\"trees\": {\"from\": 2, \"to\": 3}}, \"trials\": 3, \"method\": \"grid\"}",
        "{\"ranges\": {\"trees\": {\"from\": 2, \"to\": 2000, \"steps\": 100}, \"maxDepth\":"
            + " {\"from\": 1, \"to\": 16, \"steps\": 100}}, \"method\": \"grid\"}",
        "{\"ranges\": {\"trees\": {\"from\": 2, \"to\": 3}}, \"halving\": {}}"
      })
  void refusesASearchThatSaysNothingSensible(String search) {
    Answer answer = ask("refused", DATASET, "\"search\": " + search);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}, 'search': {'ranges': {'rowFraction': {'from': 4.9e-324, 'to': 1}}}",
        "{}, 'search': {'ranges': {'l2': {'values': [0, 1e-40]}}}",
        "{}, 'search': {'ranges': {'minChildWeight': {'from': 1e-7, 'to': 1}}}",
        "{'l2': 0}, 'search': {'ranges': {'minChildWeight': {'from': 0, 'to': 1}}}",
        "{}, 'search': {'ranges': {'minChildWeight': {'values': [1, -0.0]},"
            + " 'l2': {'from': 0, 'to': 1}}}"
      })
  void refusesASearchAmongWhatXGBoostCannotTellFromZero(String parameters) {
    Answer answer =
        ask(
            "refused",
            DATASET,
            "\"algorithm\": \"xgboost\", \"parameters\": " + parameters.replace('\'', '"'));

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.text()).containsAnyOf("within what they can be", "bounds the leaves");
  }

  @Test
  void refusesToSearchTwoAlgorithmsAtOnce() {
    Answer answer =
        ask(
            "refused",
            DATASET,
            "\"compare\": [\"forest\", \"logistic-regression\"],"
                + " \"search\": {\"ranges\": {\"trees\": {\"from\": 2, \"to\": 3}}}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
  }

  @Test
  void hasNoTrialsWhereNothingWasSearched() {
    assertThat(get("/v1/training-runs/none/trials").status()).isEqualTo(404);
    JsonNode run =
        ended(ask("plain", FEATURES.offerFailed(), "\"tags\": {}").json().get("runId").asString());
    assertThat(get(path(run)).json().get("items").isEmpty()).isTrue();
  }

  private JsonNode searched(String model, String dataset, String wish) {
    Answer asked = ask(model, dataset, wish);
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    JsonNode run = ended(asked.json().get("runId").asString());
    assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("FINISHED");
    return run;
  }

  private Answer ask(String model, String dataset, String wish) {
    return post(
        "/v1/training-runs",
        "{\"model\": \"%s\", \"datasetId\": \"%s\", %s}".formatted(model, dataset, wish));
  }

  private List<JsonNode> trials(JsonNode run) {
    return get(path(run) + "?limit=200").json().get("items").valueStream().toList();
  }

  private static String path(JsonNode run) {
    return "/v1/training-runs/" + run.get("runId").asString() + "/trials";
  }
}
