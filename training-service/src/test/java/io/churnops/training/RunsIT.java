package io.churnops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.platform.test.TestServers;
import io.churnops.training.datasets.ShopDataset;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RunsIT extends RunningService {

  private static final String DATASET = FEATURES.offer(shop());
  private static final String FAILED = FEATURES.offerFailed();

  @Test
  void saysWhereARunCanBeFound() {
    Answer answer =
        post(
            "/v1/training-runs",
            """
            {"model": "located", "datasetId": "%s"}
            """
                .formatted(FEATURES.offer(shop())));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("status").asString()).isEqualTo("QUEUED");
    JsonNode run = get(answer.header("Location")).json();
    assertThat(run.get("runId")).isEqualTo(answer.json().get("runId"));
    assertThat(run.get("requestedBy").asString()).isEqualTo("admin");
  }

  @Test
  void givesTheSameRunForTheSameKey() {
    String key = unique("key");
    String body = "{\"model\": \"once\", \"datasetId\": \"%s\"}".formatted(FAILED);
    String first = startWithKey(body, key).json().get("runId").asString();

    assertThat(startWithKey(body, key).json().get("runId").asString()).isEqualTo(first);
    assertThat(startWithKey(body, unique("key")).json().get("runId").asString())
        .isNotEqualTo(first);
  }

  @Test
  void refusesAKeyWithAnotherBody() {
    String key = unique("key");
    String body = "{\"model\": \"twice\", \"datasetId\": \"%s\"}";
    startWithKey(body.formatted(FAILED), key);

    Answer answer = startWithKey(body.formatted(DATASET), key);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("type").asString()).endsWith("/idempotency-key-reused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"datasetId\": \"d\"} | 422",
        "{\"model\": \"../../etc\", \"datasetId\": \"d\"} | 422",
        "{\"model\": \"m\"} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"parameters\": {\"trees\": 0}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"parameters\": {\"featureFraction\": 2}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"parameters\": {\"splitting\": \"fast\"}} | 400",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"parameters\": {\"missing\": \"high\"}} | 400",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"parameters\": {\"timeBudgetSeconds\": 0}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"parameters\": {\"rowWeights\":"
            + " {\"halfLifeDays\": 0}}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"parameters\": {\"rowWeights\":"
            + " {\"churned\": 1e9}}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"split\": {\"testCutoffs\": 0}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"split\": {\"folds\": 3}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"split\": {\"method\": \"k-fold\","
            + " \"testCutoffs\": 1}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"threshold\": {\"precision\": 1.5}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"threshold\": {\"costs\": {}}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"threshold\": {\"costs\": {\"contactCost\": 1,"
            + " \"incentiveCost\": 20, \"acceptanceRate\": 0.3, \"customerValue\": 10}}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"threshold\": {\"precision\": 0.5, \"costs\":"
            + " {\"contactCost\": 1, \"incentiveCost\": 2, \"acceptanceRate\": 0.3,"
            + " \"customerValue\": 10}}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"suspiciousAuc\": 0.2} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"algorithm\": \"catboost\"} | 400",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"parameters\": {\"rounds\": 5}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"algorithm\": \"xgboost\","
            + " \"parameters\": {\"trees\": 30}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"algorithm\": \"xgboost\","
            + " \"parameters\": {\"maxDepth\": 13}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"algorithm\": \"xgboost\","
            + " \"parameters\": {\"learningRate\": 1.5}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"algorithm\": \"xgboost\","
            + " \"parameters\": {\"rounds\": 1001}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"algorithm\": \"xgboost\","
            + " \"parameters\": {\"l2\": -1}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"compare\": [\"forest\"]} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"compare\": [\"forest\", \"forest\"]} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"compare\": [\"forest\", null]} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"parameters\": {\"epochs\": 3}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"algorithm\": \"logistic-regression\","
            + " \"parameters\": {\"trees\": 30}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"tags\": {\"team\": \"\\u0000\"}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"tags\": {\"\\u0000\": \"crm\"}} | 422",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"promote\": \"perhaps\"} | 400",
        "{\"model\": \"m\", \"datasetId\": \"d\", \"tress\": 3} | 400",
        "{\"model\": | 400"
      })
  void refusesARequestThatSaysNothingSensible(String body, int status) {
    Answer answer = post("/v1/training-runs", body.replace("\"d\"", "\"" + DATASET + "\""));

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "", "01a1e0a4", "../rows", "01a1e0a4-77a8-7c1e-b1d0-3f1f2b8c9d10x"})
  void refusesADatasetThatCannotBeOne(String datasetId) {
    Answer answer =
        post(
            "/v1/training-runs",
            "{\"model\": \"no_dataset\", \"datasetId\": \"%s\"}".formatted(datasetId));

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("datasetId");
    assertThat(answer.json().at("/errors/0/message").asString()).startsWith("must be an id like ");
    assertThat(answer.json().get("errors").size()).isOne();
  }

  @Test
  void refusesADatasetThatFeatureServiceDoesNotKnow() {
    String unknown = datasetId();
    String body = "{\"model\": \"no_dataset\", \"datasetId\": \"%s\"}".formatted(unknown);

    Answer answer = post("/v1/training-runs", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().get("type").asString()).endsWith("/unknown-dataset");
    assertThat(answer.json().get("detail").asString()).startsWith("datasetId").contains(unknown);
    assertThat(get("/v1/training-runs?model=no_dataset").json().get("items").isEmpty()).isTrue();
  }

  @Test
  void takesARunWhileFeatureServiceDoesNotAnswer() {
    String dataset = FEATURES.offer(shop());
    FEATURES.failDataset(dataset, 2);

    assertThat(train(unique("unasked"), dataset, "never")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "forest | {'featureFraction': 1e-40} | featureFraction",
        "logistic-regression | {'learningRate': 1e-300} | learningRate",
        "xgboost | {'learningRate': 9e-7} | learningRate",
        "xgboost | {'rowFraction': 1e-40} | rowFraction",
        "xgboost | {'minChildWeight': 1e-40} | minChildWeight",
        "xgboost | {'l2': 4.9e-324} | l2",
        "xgboost | {'minChildWeight': 0, 'l2': -0.0} |"
      })
  void refusesWhatXGBoostCannotTellFromZero(
      String algorithm, String parameters, @Nullable String field) {
    Answer answer =
        post(
            "/v1/training-runs",
            "{'model': 'm', 'datasetId': '%s', 'algorithm': '%s', 'parameters': %s}"
                .formatted(DATASET, algorithm, parameters)
                .replace('\'', '"'));

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsString("field"))
        .containsExactly(field == null ? "parameters" : "parameters." + field);
  }

  @Test
  void takesTheLeastThatItSaysItTakes() {
    for (String parameters : List.of("'l2': 0, 'minChildWeight': 1e-6", "'minChildWeight': 0")) {
      Answer answer =
          post(
              "/v1/training-runs",
              ("{'model': 'least', 'datasetId': '%s', 'algorithm': 'xgboost', 'parameters':"
                      + " {'rounds': 3, 'learningRate': 0.000001, 'rowFraction': 1e-6,"
                      + " 'featureFraction': 1e-6, %s}}")
                  .formatted(FEATURES.offer(shop()), parameters)
                  .replace('\'', '"'));
      assertThat(answer.status()).as(answer.text()).isEqualTo(202);
      JsonNode run = ended(answer.json().get("runId").asString());

      assertThat(run.path("status").asString()).as("%s", run).isEqualTo("FINISHED");
    }
  }

  @Test
  void knowsNoRunThatWasNeverAskedFor() {
    Answer answer = get("/v1/training-runs/none");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().get("type").asString()).endsWith("/unknown-training-run");
  }

  static Stream<Arguments> hopelessDatasets() {
    ShopDataset oneClass = shop();
    oneClass.lines().replaceAll(line -> line.withLabel(true));
    ShopDataset same = shop();
    same.lines().replaceAll(ShopDataset.Line::withoutValues);
    ShopDataset leaking = shop();
    leaking.lines().replaceAll(ShopDataset.Line::withLeak);
    ShopDataset running = shop();
    ObjectNode runningAnswer = running.answer().put("status", "RUNNING").putNull("manifest");
    ShopDataset narrow = shop();
    byte[] narrowCsv = "customer_id,cutoff,label\n".getBytes(StandardCharsets.UTF_8);
    ObjectNode narrowAnswer = narrow.answer();
    ((ObjectNode) narrowAnswer.get("manifest")).put("sha256", ShopDataset.sha256(narrowCsv));
    ShopDataset changed = shop();
    byte[] bytes = changed.csv();
    bytes[bytes.length - 2] ^= 1;
    return Stream.of(
        Arguments.of("dataset_not_found", FEATURES.failDataset(datasetId(), 1)),
        Arguments.of("dataset_not_complete", FEATURES.offer(running, runningAnswer, running.csv())),
        Arguments.of("dataset_malformed", FEATURES.offer(narrow, narrowAnswer, narrowCsv)),
        Arguments.of("dataset_hash_mismatch", FEATURES.offer(changed, changed.answer(), bytes)),
        Arguments.of("no_labelled_rows", FEATURES.offer(shop().immatureFrom(Instant.EPOCH))),
        Arguments.of("too_few_rows", FEATURES.offer(ShopDataset.of(datasetId(), 3, 1, 30, 1))),
        Arguments.of("one_class", FEATURES.offer(oneClass)),
        Arguments.of("no_usable_columns", FEATURES.offer(same)),
        Arguments.of("leak_suspected", FEATURES.offer(leaking)));
  }

  @ParameterizedTest
  @MethodSource("hopelessDatasets")
  void failsWithAReasonOnADatasetThatCannotBeTrainedOn(String code, String datasetId) {
    JsonNode run = ended(start("hopeless", datasetId, "never"));

    assertThat(run.get("status").asString()).isEqualTo("FAILED");
    assertThat(run.at("/error/code").asString()).as(run.toString()).isEqualTo(code);
    assertThat(run.at("/error/detail").asString()).contains(datasetId);
    assertThat(run.get("modelVersion")).isNull();
    assertThat(get("/v1/models/hopeless").status()).isEqualTo(404);
  }

  @Test
  void waitsForAFeatureServiceThatIsAwayForAMoment() {
    String dataset = FEATURES.offer(shop());
    FEATURES.failRows(dataset, 2);

    assertThat(train(unique("patient"), dataset, "never")).isEqualTo(1);
  }

  @Test
  void failsWhenFeatureServiceStaysAway() {
    String dataset = FEATURES.offer(shop());
    FEATURES.failRows(dataset, Integer.MAX_VALUE);

    JsonNode run = ended(start("impatient", dataset, "never"));
    assertThat(run.at("/error/code").asString()).isEqualTo("feature_service_unavailable");
  }

  @Test
  void listsTheRunsOfAModelPageByPage() {
    for (int i = 0; i < 3; i++) {
      start("listed", FAILED, "never");
    }

    JsonNode first = get("/v1/training-runs?model=listed&limit=2").json();
    assertThat(first.get("items").size()).isEqualTo(2);
    JsonNode second =
        get("/v1/training-runs?model=listed&limit=2&cursor=" + first.get("nextCursor").asString())
            .json();
    assertThat(second.get("items").size()).isEqualTo(1);
    assertThat(second.get("nextCursor").isNull()).isTrue();
    assertThat(first.at("/items/0/createdAt").asString())
        .isGreaterThan(second.at("/items/0/createdAt").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"model=%00", "limit=0", "limit=201"})
  void refusesAPageThatCannotBe(String query) {
    assertThat(get("/v1/training-runs?" + query).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/training-runs",
        "/v1/retraining",
        "/v1/models/any/versions/1/gates",
        "/v1/models/any/versions/1/reproductions"
      })
  void refusesACursorThatNoPageEndedWith(String list) {
    for (String cursor : List.of("junk", "%00", "7")) {
      Answer answer = get(list + "?cursor=" + cursor);
      assertThat(answer.status()).as(cursor).isEqualTo(400);
      assertThat(answer.json().get("detail").asString()).startsWith("cursor must be an id like ");
    }
  }

  @Test
  void asksForTheScopeToPromoteOfARunThatPromotes() {
    String body = "{\"model\": \"scoped\", \"datasetId\": \"" + FAILED + "\", \"promote\": \"%s\"}";

    assertThat(startAs("training:run", body.formatted("never")).status()).isEqualTo(202);
    assertThat(startAs("training:run", body.formatted("always")).status()).isEqualTo(403);
    assertThat(startAs("models:promote", body.formatted("never")).status()).isEqualTo(403);
  }

  @Test
  void asksToComeBackWhileItsDatabaseIsAway() {
    var postgres = TestServers.shared().local().orElseThrow().postgres();
    postgres.stop();
    try {
      Answer answer = get("/v1/models");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().get("type").asString()).endsWith("/store-unavailable");
      assertThat(answer.header("Retry-After")).isNotEmpty();
    } finally {
      postgres.start();
    }
    await().until(() -> get("/v1/models").status() == 200);
  }

  @Test
  void countsRunsByResult() {
    ended(start("counted", FAILED, "never"));

    await()
        .untilAsserted(() ->
            assertThat(get("/actuator/prometheus").text())
                .contains("churnops_training_runs_total{result=\"failed\"")
                .contains("churnops_training_duration_seconds_count"));
  }

  private Answer startWithKey(String body, String key) {
    return post("/v1/training-runs", body, "Idempotency-Key", key);
  }

  private Answer startAs(String scope, String body) {
    return send(
        request("/v1/training-runs")
            .setHeader("Authorization", "Bearer " + TestServers.keyFor(scope))
            .POST(BodyPublishers.ofString(body)));
  }

  private static ShopDataset shop() {
    return ShopDataset.of(datasetId(), 120, 3, 30, 1);
  }
}
