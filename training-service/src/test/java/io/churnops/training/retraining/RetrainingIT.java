package io.churnops.training.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.platform.test.TestServers;
import io.churnops.training.datasets.ShopDataset;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Retrainings through the public door. */
class RetrainingIT extends RunningRetrainings {

  private static final String FAILED = FEATURES.offerFailed();

  @Autowired private Retrainings retrainings;

  @Test
  void goesFromARecipeToTheChampion() {
    ShopDataset dataset = shop();
    FEATURES.willBuild(dataset);

    JsonNode done =
        over(
            retrain(
                """
                {"model": "recipe", "dataset": {"view": "shop", "label": "churn_30d",
                  "cutoffs": {"newest": "40d", "every": "14d", "count": 3}},
                 "train": {"parameters": {"trees": 40.0, "seed": 7}}}
                """));

    assertThat(done.get("status").asString()).as(done.toString()).isEqualTo("PROMOTED");
    assertThat(timeline(done))
        .containsExactly(
            "dataset DONE",
            "validate DONE",
            "train DONE",
            "evaluate DONE",
            "register DONE",
            "gate DONE",
            "promote DONE");
    assertThat(done.get("modelVersion").asInt()).isEqualTo(1);
    JsonNode champion = get("/v1/models/recipe/aliases/champion").json();
    assertThat(champion.get("version").asInt()).isEqualTo(1);
    assertThat(champion.get("reason").asString()).contains(done.get("retrainingId").asString());
    List<Instant> cutoffs =
        FEATURES
            .requestOf(dataset.id())
            .at("/cutoffs/at")
            .valueStream()
            .map(cutoff -> Instant.parse(cutoff.asString()))
            .toList();
    Instant asked = Instant.parse(done.get("createdAt").asString());
    assertThat(cutoffs).hasSize(3);
    assertThat(Duration.between(cutoffs.getLast(), asked.minus(Duration.ofDays(40))))
        .isBetween(Duration.ZERO, Duration.ofDays(1));
    assertThat(Duration.between(cutoffs.getFirst(), cutoffs.getLast()))
        .isEqualTo(Duration.ofDays(28));
    JsonNode run =
        get("/v1/training-runs/" + step(done, "train").at("/result/runId").asString()).json();
    assertThat(run.at("/parameters/trees").asInt()).isEqualTo(40);
  }

  @Test
  void doesAsTheChampionDidAndIsRefusedByAGate() {
    train("again", FEATURES.offer(shop()), "always");
    ShopDataset newer = shop();
    FEATURES.willBuild(newer);

    JsonNode refused = over(retrain("{\"model\": \"again\"}"));

    assertThat(refused.get("status").asString()).as(refused.toString()).isEqualTo("REFUSED");
    assertThat(step(refused, "gate").get("status").asString()).isEqualTo("REFUSED");
    assertThat(step(refused, "gate").get("code").asString()).contains("better_than_champion");
    assertThat(refused.get("reason").asString()).contains("not better beyond chance");
    assertThat(step(refused, "promote").get("status").asString()).isEqualTo("PENDING");
    assertThat(get("/v1/models/again/aliases/champion").json().get("version").asInt()).isOne();
    JsonNode asked = FEATURES.requestOf(newer.id());
    assertThat(asked.get("view").asString()).isEqualTo("shop");
    assertThat(asked.get("label").asString()).isEqualTo("churn_30d");
    assertThat(asked.at("/cutoffs/at").size()).isEqualTo(3);
    JsonNode run =
        get("/v1/training-runs/" + step(refused, "train").at("/result/runId").asString()).json();
    assertThat(run.at("/parameters/trees").asInt()).as("as the champion's").isEqualTo(40);
  }

  @Test
  void registersWithoutPromotingWhereNobodyAsksFor() {
    JsonNode done =
        over(
            retrain(
                """
                {"model": "kept", "dataset": {"id": "%s"}, "promote": "never"}
                """
                    .formatted(FEATURES.offer(shop()))));

    assertThat(done.get("status").asString()).as(done.toString()).isEqualTo("REGISTERED");
    assertThat(step(done, "gate").at("/result/gates").isEmpty()).isFalse();
    assertThat(step(done, "promote").get("status").asString()).isEqualTo("SKIPPED");
    assertThat(get("/v1/models/kept/aliases/champion").status()).isEqualTo(404);
  }

  @Test
  void failsWithTheReasonAndIsRetriedStepByStep() {
    String missing = FEATURES.failDataset(datasetId(), 1);
    String id = retrain("{\"model\": \"mended\", \"dataset\": {\"id\": \"" + missing + "\"}}");
    JsonNode failed = over(id);
    assertThat(failed.get("status").asString()).isEqualTo("FAILED");
    assertThat(step(failed, "dataset").get("code").asString()).isEqualTo("dataset_refused");
    assertThat(retry(id, "train").status()).isEqualTo(409);
    assertThat(retry(id, "nothing").status()).isEqualTo(404);
    assertThat(retry(unique("none"), "train").status()).isEqualTo(404);

    FEATURES.offer(ShopDataset.of(missing, 150, 3, 30, 1));
    assertThat(retry(id, "dataset").status()).isEqualTo(202);
    JsonNode done = over(id);
    assertThat(done.get("status").asString()).as(done.toString()).isEqualTo("PROMOTED");
    assertThat(step(done, "dataset").get("attempt").asInt()).isEqualTo(2);

    assertThat(retry(id, "evaluate").status()).isEqualTo(202);
    JsonNode again = over(id);
    assertThat(again.get("status").asString()).as(again.toString()).isEqualTo("PROMOTED");
    assertThat(again.get("modelVersion")).isEqualTo(done.get("modelVersion"));
    assertThat(step(again, "train")).isEqualTo(step(done, "train"));
    assertThat(step(again, "evaluate").get("attempt").asInt()).isEqualTo(2);
  }

  @Test
  void promotesNothingOnAnOldReportOrPastARejection() {
    train("rejected", FEATURES.offer(shop()), "never");
    String id =
        retrain(
            "{\"model\": \"rejected\", \"dataset\": {\"id\": \"%s\"}}"
                .formatted(FEATURES.offer(shop())));
    JsonNode done = over(id);
    assertThat(done.get("status").asString()).as(done.toString()).isEqualTo("PROMOTED");
    put(
        "/v1/models/rejected/aliases/champion",
        "{\"version\": 1, \"reason\": \"rolled back\", \"force\": true}");
    post("/v1/models/rejected/versions/2:reject", "{\"reason\": \"wrong prices\"}");

    retrainings.retry(id, Step.PROMOTE, "somebody");

    JsonNode again = over(id);
    assertThat(again.get("status").asString()).as(again.toString()).isEqualTo("REFUSED");
    assertThat(step(again, "gate").get("code").asString()).isEqualTo("approved");
    assertThat(get("/v1/models/rejected/aliases/champion").json().get("version").asInt()).isOne();
    JsonNode line =
        get("/v1/audit?subject=rejected&action=retraining.retried").json().at("/items/0");
    assertThat(line.at("/detail/retrainingId").asString()).isEqualTo(id);
    assertThat(line.at("/detail/step").asString()).isEqualTo("promote");
    JsonNode report = get("/v1/models/rejected/versions/2/gates").json().at("/items/0");
    assertThat(report.get("judgedBy").asString()).isEqualTo("somebody");
    assertThat(line.get("actor").asString()).isEqualTo("somebody");

    assertThat(retry(id, "gate").status()).isEqualTo(202);
    over(id);
    JsonNode lines = get("/v1/audit?subject=rejected&action=retraining.retried").json();
    assertThat(lines.at("/items/0/actor").asString()).isEqualTo("admin");
  }

  @Test
  void goesOnWithTheOthersWhereOneRetrainingCannotBeKept() throws Exception {
    String missing = "{\"model\": \"%s\", \"dataset\": {\"id\": \"" + FAILED + "\"}}";
    String stuck = retrain(missing.formatted("stuck"));
    over(stuck);
    execute(
        "alter table registry.retraining_step add constraint stuck"
            + " check (retraining_id <> '%s' or status <> 'RUNNING')".formatted(stuck));
    try {
      assertThat(retry(stuck, "dataset").status()).isEqualTo(202);
      String other = retrain(missing.formatted("not-stuck"));

      assertThat(over(other).get("status").asString()).isEqualTo("FAILED");
      assertThat(get("/v1/retraining/" + stuck).json().get("status").asString())
          .isEqualTo("RUNNING");
    } finally {
      execute("alter table registry.retraining_step drop constraint stuck");
    }
    assertThat(over(stuck).get("status").asString()).isEqualTo("FAILED");
  }

  private static void execute(String text) throws SQLException {
    try (Connection owner =
            DriverManager.getConnection(TestServers.shared().postgresUrl(), "registry", "test");
        var statement = owner.createStatement()) {
      statement.execute(text);
    }
  }

  @Test
  void waitsForFeatureServiceBeforeItJudges() {
    train("blip", FEATURES.offer(shop()), "never");
    String id =
        retrain(
            "{\"model\": \"blip\", \"dataset\": {\"id\": \"%s\"}, \"promote\": \"never\"}"
                .formatted(FEATURES.offer(shop())));
    over(id);
    FEATURES.failView(Integer.MAX_VALUE);
    try {
      assertThat(retry(id, "gate").status()).isEqualTo(202);
      await()
          .until(() -> {
            JsonNode gate = step(get("/v1/retraining/" + id).json(), "gate");
            return gate.get("status").asString().equals("RUNNING") && gate.has("reason");
          });
    } finally {
      FEATURES.failView(0);
    }

    JsonNode done = over(id);
    assertThat(step(done, "gate").at("/result/passed").asBoolean()).as(done.toString()).isTrue();
  }

  @Test
  void failsWithTheReasonOfItsTrainingRun() {
    ShopDataset leaking = shop();
    leaking.lines().replaceAll(ShopDataset.Line::withLeak);
    String id =
        retrain(
            "{\"model\": \"leaking\", \"dataset\": {\"id\": \"" + FEATURES.offer(leaking) + "\"}}");

    JsonNode failed = over(id);
    assertThat(step(failed, "train").get("code").asString()).isEqualTo("leak_suspected");
    assertThat(timeline(failed)).contains("train FAILED", "evaluate PENDING");
    assertThat(get("/v1/models/leaking").status()).isEqualTo(404);
  }

  @Test
  void doesNothingTwiceForOneKey() {
    String key = unique("key");
    String body =
        "{\"model\": \"keyed\", \"dataset\": {\"id\": \"%s\"}, \"train\": {\"tags\": {}}}"
            .formatted(FAILED);
    Answer first = post("/v1/retraining", body, "Idempotency-Key", key);
    Answer second = post("/v1/retraining", body, "Idempotency-Key", key);

    assertThat(second.json().get("retrainingId")).isEqualTo(first.json().get("retrainingId"));
    Answer other =
        post(
            "/v1/retraining", body.replace(FAILED, FEATURES.offerFailed()), "Idempotency-Key", key);
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("type").asString()).endsWith("/idempotency-key-reused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 422",
        "{\"model\": \"Churn\"} | 422",
        "{\"model\": \"nobody-knows\"} | 422",
        "{\"model\": \"m\", \"dataset\": {}} | 422",
        "{\"model\": \"m\", \"dataset\": {\"id\": \"d\", \"view\": \"shop\"}} | 422",
        "{\"model\": \"m\", \"dataset\": {\"view\": \"shop\"}} | 422",
        "{\"model\": \"m\", \"dataset\": {\"view\": \"v\", \"label\": \"l\","
            + " \"cutoffs\": {\"every\": \"soon\"}}} | 422",
        "{\"model\": \"m\", \"dataset\": {\"view\": \"v\", \"label\": \"l\","
            + " \"cutoffs\": {\"count\": 0}}} | 422",
        "{\"model\": \"m\", \"dataset\": {\"id\": \"d\"}, \"train\": {\"trees\": 3}} | 422",
        "{\"model\": \"m\", \"dataset\": {\"id\": \"d\"}, \"train\": {\"datasetId\": \"e\"}} | 422",
        "{\"model\": \"m\", \"dataset\": {\"id\": \"d\"},"
            + " \"train\": {\"parameters\": {\"trees\": 0}}} | 422",
        "{\"model\": \"m\", \"dataset\": {\"id\": \"d\"}, \"promote\": \"always\"} | 400",
        "{\"model\": \"m\", \"datasets\": {}} | 400",
        "{\"model\": | 400"
      })
  void refusesWhatSaysNothingSensible(String body, int status) {
    Answer answer = post("/v1/retraining", body.replace("\"d\"", "\"" + FAILED + "\""));

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'split': {'method': 'k-fold'}, 'search': {'ranges': {'trees': {'from': 2, 'to': 3}}} |"
            + " train.split",
        "'parameters': {'epochs': 3} | train.parameters",
        "'parameters': {'trees': 0} | train.parameters.trees",
        "'threshold': {'precision': 0.5, 'costs': {'contactCost': 1, 'incentiveCost': 2,"
            + " 'acceptanceRate': 0.3, 'customerValue': 10}} | train.threshold",
        "'promote': 'always' | train.promote",
        "'forests': [] | train.forests"
      })
  void namesTheMemberOfTrainThatIsRefused(String train, String field) {
    Answer answer =
        post(
            "/v1/retraining",
            "{'model': 'm', 'dataset': {'id': '%s'}, 'train': {%s}}"
                .formatted(FAILED, train)
                .replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(422);
    JsonNode problem = answer.json();
    assertThat(problem.get("type").asString()).endsWith("/invalid-request");
    assertThat(problem.at("/errors/0/field").asString()).isEqualTo(field);
    assertThat(problem.get("errors").size()).isEqualTo(1);
    assertThat(problem.get("detail").asString()).contains(": " + field + " ");
  }

  @Test
  void refusesADatasetThatThereIsNot() {
    String body = "{\"model\": \"no_dataset\", \"dataset\": {\"id\": \"%s\"}}";
    Answer noId = post("/v1/retraining", body.formatted("no-id"));
    assertThat(noId.status()).isEqualTo(422);
    assertThat(noId.json().at("/errors/0/field").asString()).isEqualTo("dataset.id");

    Answer unknown = post("/v1/retraining", body.formatted(datasetId()));
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.json().get("type").asString()).endsWith("/unknown-dataset");
    assertThat(get("/v1/retraining?model=no_dataset").json().get("items").isEmpty()).isTrue();
  }

  @Test
  void needsTheScopeOfWhatItMayDo() {
    String body = "{\"model\": \"scoped\", \"dataset\": {\"id\": \"" + FAILED + "\"}%s}";
    assertThat(submitAs("training:run", body.formatted(""))).isEqualTo(403);
    assertThat(submitAs("training:run", body.formatted(", \"promote\": \"never\""))).isEqualTo(202);
    assertThat(submitAs("models:read", body.formatted(", \"promote\": \"never\""))).isEqualTo(403);
  }

  private int submitAs(String scope, String body) {
    return send(request("/v1/retraining")
            .setHeader("Authorization", "Bearer " + TestServers.keyFor(scope))
            .POST(BodyPublishers.ofString(body)))
        .status();
  }

  @Test
  void listsTheRetrainingsOfAModelPageByPage() {
    String one = retrain("{\"model\": \"listed-r\", \"dataset\": {\"id\": \"" + FAILED + "\"}}");
    String two = retrain("{\"model\": \"listed-r\", \"dataset\": {\"id\": \"" + FAILED + "\"}}");

    JsonNode page = get("/v1/retraining?model=listed-r&limit=1").json();
    assertThat(page.at("/items/0/retrainingId").asString()).isEqualTo(two);
    JsonNode rest =
        get("/v1/retraining?model=listed-r&limit=1&cursor=" + page.get("nextCursor").asString())
            .json();
    assertThat(rest.at("/items/0/retrainingId").asString()).isEqualTo(one);
    assertThat(rest.get("nextCursor").isNull()).isTrue();
    assertThat(get("/v1/retraining/none").json().get("type").asString())
        .endsWith("/unknown-retraining");
  }
}
