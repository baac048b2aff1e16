package io.churnops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.platform.test.TestServers;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.promotion.JudgeVersion;
import io.churnops.training.registry.AliasMove;
import io.churnops.training.registry.AliasMovedMeanwhileException;
import io.churnops.training.registry.GateReport;
import io.churnops.training.registry.ModelRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class GatesIT extends RunningService {

  private static String dataset = "";

  @Autowired private JudgeVersion judgeVersion;
  @Autowired private ModelRegistry registry;

  @BeforeAll
  static void offerDataset() {
    dataset = FEATURES.offer(ShopDataset.of(datasetId(), 300, 3, 30, 21));
  }

  @Test
  void tellsEveryGateWithoutMovingAnything() {
    train("judged", dataset, "never");

    JsonNode report = post("/v1/models/judged/versions/1/gates", "").json();

    assertThat(report.get("gates").valueStream().map(gate -> gate.get("gate").asString()))
        .containsExactly(
            "better_than_champion",
            "precision",
            "recall",
            "calibration",
            "leak",
            "segments",
            "latency",
            "signature",
            "approved");
    assertThat(report.get("passed").asBoolean()).as(report.toString()).isTrue();
    assertThat(get("/v1/models/judged/versions/1/gates").json().at("/items/0")).isEqualTo(report);
    assertThat(get("/v1/models/judged/aliases/champion").status()).isEqualTo(404);
  }

  @Test
  void holdsTheVersionsOfAModelToLimitsOfItsOwn() {
    train("limited", dataset, "never");
    JsonNode gates = get("/v1/models/limited/gates").json();
    assertThat(gates.at("/limits/maximumColumnAuc").asDouble()).isEqualTo(0.95);
    assertThat(gates.at("/limits/maximumLatencyMillis").asDouble()).isEqualTo(1);
    assertThat(gates.get("own").isEmpty()).as(gates.toString()).isTrue();

    String limits =
        "{\"minimumRecall\": 1, \"requireApproval\": true, \"maximumLatencyMillis\": 0.001}";
    JsonNode set = put("/v1/models/limited/gates", limits).json();
    assertThat(set.at("/limits/minimumRecall").asDouble()).isEqualTo(1);
    assertThat(set.at("/limits/betterThanChampion").asBoolean()).isTrue();
    assertThat(set.get("setBy").asString()).isEqualTo("admin");
    assertThat(put("/v1/models/limited/gates", limits).json()).isEqualTo(set);
    assertThat(get("/v1/models/limited/gates").json()).isEqualTo(set);
    JsonNode audit = get("/v1/audit?subject=limited&limit=1").json().at("/items/0");
    assertThat(audit.get("action").asString()).isEqualTo("gates.set");
    assertThat(audit.at("/detail/limits/minimumRecall").asDouble()).isEqualTo(1);
    JsonNode refused = post("/v1/models/limited/versions/1/gates", "").json();
    assertThat(refused.at("/gates/2/limit").asDouble()).as(refused.toString()).isEqualTo(1);
    assertThat(refused.at("/gates/6/limit").asDouble()).isEqualTo(0.001);
    assertThat(refused.at("/gates/8/passed").asBoolean()).isFalse();
    assertThat(promote("limited", 1, false).status()).isEqualTo(409);

    patch("/v1/models/limited/gates", "{\"minimumRecall\": null, \"minimumPrecision\": 0}");
    assertThat(get("/v1/models/limited/gates").json().path("own").propertyNames())
        .containsExactlyInAnyOrder("minimumPrecision", "maximumLatencyMillis", "requireApproval");

    put("/v1/models/limited/gates", "{}");
    assertThat(promote("limited", 1, false).status()).isEqualTo(200);
  }

  @Test
  void losesNoneOfTwoLimitsThatAreChangedAtOnce() {
    train("two-limits", dataset, "never");
    List<String> changes =
        List.of(
            "{\"minimumRecall\": 0.1}",
            "{\"minimumPrecision\": 0.1}",
            "{\"maximumColumnAuc\": 0.9}");
    changes.parallelStream().forEach(change -> patch("/v1/models/two-limits/gates", change));
    assertThat(get("/v1/models/two-limits/gates").json().path("own").propertyNames())
        .containsExactlyInAnyOrder("minimumRecall", "minimumPrecision", "maximumColumnAuc");
  }

  private Answer patch(String path, String body) {
    return send(request(path).method("PATCH", BodyPublishers.ofString(body)));
  }

  @Test
  void refusesLimitsThatSayNothingSensible() {
    train("unlimited", dataset, "never");
    for (String limits :
        List.of(
            "{\"minimumRecall\": 1.1}",
            "{\"maximumColumnAuc\": 0.4}",
            "{\"maximumCalibrationError\": \"NaN\"}",
            "{\"maximumLatencyMillis\": 0}",
            "{\"minimumRecal\": 0.1}",
            "[]")) {
      Answer answer = put("/v1/models/unlimited/gates", limits);
      assertThat(answer.status()).as(limits).isBetween(400, 422);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      Answer change = patch("/v1/models/unlimited/gates", limits);
      assertThat(change.status()).as("%s", change.text()).isEqualTo(answer.status());
      assertThat(change.json().path("type")).isEqualTo(answer.json().path("type"));
    }
    for (String limits : List.of("{\"minimumRecal\": null}", "{\"minimumRecall\": {}}", "null")) {
      assertThat(patch("/v1/models/unlimited/gates", limits).status()).as(limits).isEqualTo(400);
    }
    assertThat(get("/v1/models/unlimited/gates").json().get("setAt").isNull()).isTrue();
    assertThat(put("/v1/models/nobody/gates", "{}").status()).isEqualTo(404);
    assertThat(patch("/v1/models/nobody/gates", "{}").status()).isEqualTo(404);
    assertThat(get("/v1/models/nobody/gates").status()).isEqualTo(404);
  }

  @Test
  void refusesAVersionThatIsNotBetterUnlessItIsForced() {
    train("forced", dataset, "if_better");
    train("forced", dataset, "never");

    Answer refused = promote("forced", 2, false);
    assertThat(refused.status()).as(refused.text()).isEqualTo(409);
    assertThat(refused.json().get("type").asString()).endsWith("/gates-failed");
    assertThat(refused.json().get("detail").asString())
        .contains("better_than_champion", "on the same 300 rows");
    assertThat(refused.json().at("/gates/0/passed").asBoolean()).isFalse();
    assertThat(champion("forced")).isEqualTo(1);

    assertThat(promote("forced", 2, true).status()).isEqualTo(200);
    JsonNode moves = get("/v1/models/forced/aliases/champion/history").json().get("moves");
    assertThat(moves.at("/0/forced").asBoolean()).isTrue();
    assertThat(moves.at("/1/forced").asBoolean()).isFalse();
    JsonNode kept = get("/v1/models/forced/versions/2/gates?limit=1").json();
    assertThat(kept.at("/items/0/reportId")).isEqualTo(moves.at("/0/gateReport"));
    String second = kept.get("nextCursor").asString();
    assertThat(
            get("/v1/models/forced/versions/2/gates?limit=1&cursor=" + second)
                .json()
                .at("/items/0/reportId"))
        .isEqualTo(refused.json().get("reportId"));
  }

  /** It knows the rows that told its figures by heart, so that they prove nothing. */
  @Test
  void doesNotCompareAVersionOnRowsItHasLearntFrom() {
    String table = FEATURES.offer(ShopDataset.of(datasetId(), 400, 1, 30, 22));
    String request =
        """
        {"model": "judged-in-folds", "datasetId": "%s", "promote": "if_better",
         "suspiciousAuc": 0.99, "parameters": {"trees": 40, "seed": 7}%s}
        """;
    JsonNode champion = ended(queued(request.formatted(table, "")));
    assertThat(champion.at("/promotion/promoted").asBoolean()).as(champion.toString()).isTrue();

    JsonNode run =
        ended(
            queued(
                request.formatted(table, ", \"split\": {\"method\": \"k-fold\", \"folds\": 3}")));

    assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("FINISHED");
    assertThat(run.at("/promotion/promoted").asBoolean()).isFalse();
    assertThat(promote("judged-in-folds", 2, false).json().get("detail").asString())
        .contains("has learnt from all rows of dataset " + table);
    assertThat(champion("judged-in-folds")).isEqualTo(1);
  }

  private String queued(String request) {
    return post("/v1/training-runs", request).json().get("runId").asString();
  }

  @Test
  void letsAFormerChampionReturn() {
    train("returned", dataset, "if_better");
    train("returned", dataset, "always");
    assertThat(champion("returned")).isEqualTo(2);

    assertThat(promote("returned", 1, false).status()).isEqualTo(200);
    assertThat(champion("returned")).isEqualTo(1);
  }

  @Test
  void refusesAVersionWhoseFeaturesAreNotServed() {
    train("unserved", dataset, "never");

    FEATURES.serveView("BACKFILLING");
    try {
      Answer refused = promote("unserved", 1, false);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.json().get("detail").asString()).contains("shop is BACKFILLING");
    } finally {
      FEATURES.serveView("READY");
    }
    assertThat(promote("unserved", 1, false).status()).isEqualTo(200);
  }

  @Test
  void asksForAnApprovalOfAModelThatNeedsOne() {
    train("approval-asked", dataset, "never");
    String version = "/v1/models/approval-asked/versions/1";

    assertThat(promote("approval-asked", 1, false).json().get("detail").asString())
        .contains("approved: Nobody has approved");
    assertThat(post(version + ":approve", "{\"reason\": \" \"}").status()).isEqualTo(422);
    assertThat(post(version + ":reject", "{\"reason\": \"too new\"}").status()).isEqualTo(200);
    assertThat(promote("approval-asked", 1, false).json().get("detail").asString())
        .contains("Rejected by admin: too new");
    assertThat(post(version + ":approve", "{\"reason\": \"seen\"}").status()).isEqualTo(200);
    assertThat(get(version).json().at("/approval/verdict").asString()).isEqualTo("APPROVED");
    assertThat(promote("approval-asked", 1, false).status()).isEqualTo(200);
    assertThat(post("/v1/models/approval-asked/versions/9:approve", "{\"reason\": \"?\"}").status())
        .isEqualTo(404);
  }

  @Test
  void heedsARejectionThatCameAfterTheGates() {
    train("late-word", dataset, "never");
    var move = new AliasMove("late-word", "champion", 1, null, "tester", "a test");
    GateReport passed = judgeVersion.judgeRegistered("late-word", 1, "tester");
    assertThat(passed.passed()).as(passed.toString()).isTrue();
    post("/v1/models/late-word/versions/1:reject", "{\"reason\": \"wrong prices\"}");

    assertThatThrownBy(() -> registry.move(move.judged(passed, false)))
        .hasMessageContaining("version-rejected")
        .hasMessageContaining("wrong prices");
    assertThat(registry.move(move.judged(passed, true)).version()).isOne();
  }

  @Test
  void letsWhoeverTookAVersionForTheChampionLookAgain() {
    train("no-gates", dataset, "never");

    assertThatThrownBy(
            () -> registry.move(new AliasMove("no-gates", "champion", 1, null, "tester", "a test")))
        .isInstanceOf(AliasMovedMeanwhileException.class);
  }

  @Test
  void keepsWhatARunWasHeldTo() {
    train("run-gates", dataset, "if_better");
    JsonNode run = ended(start("run-gates", dataset, "if_better"));

    assertThat(run.at("/promotion/promoted").asBoolean()).isFalse();
    assertThat(run.at("/promotion/gates/0/gate").asString()).isEqualTo("better_than_champion");
    assertThat(get("/v1/models/run-gates/versions/2/gates").json().at("/items/0/reportId"))
        .isEqualTo(run.at("/promotion/gateReport"));
  }

  @Test
  void judgesTheSlowerOfTwoPromotionsAgainstTheFaster() throws Exception {
    train("raced-gates", dataset, "never");
    train("raced-gates", dataset, "never");
    List<Callable<Integer>> promotions =
        List.of(
            () -> promote("raced-gates", 1, false).status(),
            () -> promote("raced-gates", 2, false).status());

    List<Integer> answers = new ArrayList<>();
    try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> answer : racers.invokeAll(promotions)) {
        answers.add(answer.get());
      }
    }

    assertThat(answers).containsExactlyInAnyOrder(200, 409);
  }

  @Test
  void asksForTheScopeToForce() {
    String path = "/v1/models/scoped-gates/aliases/champion";
    String body = "{\"version\": 1, \"reason\": \"r\", \"force\": %s}";
    String key = TestServers.keyFor("models:promote");

    assertThat(
            send(request(path)
                    .setHeader("Authorization", "Bearer " + key)
                    .PUT(BodyPublishers.ofString(body.formatted("true"))))
                .status())
        .isEqualTo(403);
    assertThat(
            send(request(path)
                    .setHeader("Authorization", "Bearer " + key)
                    .PUT(BodyPublishers.ofString(body.formatted("false"))))
                .status())
        .isEqualTo(404);
  }

  private int champion(String model) {
    return get("/v1/models/" + model + "/aliases/champion").json().get("version").asInt();
  }

  private Answer promote(String model, int version, boolean force) {
    return put(
        "/v1/models/" + model + "/aliases/champion",
        "{\"version\": %d, \"reason\": \"a test\", \"force\": %s}".formatted(version, force));
  }
}
