package io.churnops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.BoostedTrees;
import io.churnops.forest.LogisticRegression;
import io.churnops.forest.artefact.ArtefactArchive;
import io.churnops.forest.artefact.ArtefactLoader;
import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.forest.artefact.SigningKeys;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.platform.test.TestServers;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.datasets.ShopDataset.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TrainingIT extends RunningService {

  @Test
  void trainsAVersionThatRanksNearlyAsWellAsTheTruth() {
    ShopDataset shop = ShopDataset.of(datasetId(), 1_000, 6, 30, 1);
    JsonNode run = ended(start("truth", FEATURES.offer(shop), "if_better"));

    assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("FINISHED");
    double auc = run.get("metrics").get("auc").asDouble();
    assertThat(auc).isCloseTo(aucOfTruth(shop), within(0.03));
    assertThat(run.at("/parameters/trees").asInt()).isEqualTo(40);
    assertThat(run.at("/environment/java").asString()).isEqualTo(Runtime.version().toString());
    assertThat(run.at("/split/method").asString()).isEqualTo("BY_TIME");
    assertThat(run.at("/promotion/reason").asString()).isEqualTo("There was no champion.");
    JsonNode version = get("/v1/models/truth/versions/1").json();
    assertThat(version.get("runId")).isEqualTo(run.get("runId"));
    assertThat(version.get("viewFingerprint").asString()).isEqualTo("view-fingerprint");
    assertThat(version.at("/signature/inputs/0/name").asString()).isEqualTo("orders_90d");
    assertThat(version.at("/baseline/features/2/type").asString()).isEqualTo("CATEGORY");
    assertThat(version.at("/metrics/auc").asDouble()).isEqualTo(auc);
  }

  @Test
  void tellsOfSimpleRankingsIntervalsAndTheProfitThatChoseTheThreshold() {
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 300, 4, 30, 10));
    Answer asked =
        post(
            "/v1/training-runs",
            """
            {"model": "profit", "datasetId": "%s",
             "segments": ["orders_90d"],
             "parameters": {"trees": 40, "splitting": "exact", "timeBudgetSeconds": 600,
               "rowWeights": {"halfLifeDays": 60, "churned": 2}},
             "threshold": {"costs": {"contactCost": 1, "incentiveCost": 10,
               "acceptanceRate": 0.3, "customerValue": 200}}}
            """
                .formatted(dataset));
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    JsonNode run = ended(asked.json().get("runId").asString());
    assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("FINISHED");

    assertThat(run.at("/parameters/splitting").asString()).isEqualTo("exact");
    assertThat(run.at("/parameters/halfLifeDays").asDouble()).isEqualTo(60);
    assertThat(run.at("/metrics/outOfBagAuc").asDouble()).isBetween(0.6, 1.0);
    JsonNode card = get("/v1/models/profit/versions/1/card").json();
    assertThat(card.at("/forest/trees").asInt()).isEqualTo(40);
    assertThat(card.at("/forest/bytes").asInt()).isGreaterThan(card.at("/forest/nodes").asInt());
    assertThat(card.at("/forest/loadMilliseconds").asDouble()).isPositive();
    assertThat(card.at("/forest/churnedWeight").asDouble()).isEqualTo(2);
    assertThat(card.at("/rowWeights/churned").asDouble()).isEqualTo(2);
    assertThat(card.at("/thresholdChoice/by").asString()).isEqualTo("profit");
    assertThat(card.at("/profit/breakEven").asDouble()).isCloseTo(11 / 67.0, within(1e-9));
    assertThat(card.at("/profit/curve").size()).isEqualTo(100);
    assertThat(card.at("/comparisons").valueStream().map(c -> c.get("baseline").asString()))
        .containsExactly("recency", "order_count", "logistic_regression");
    assertThat(card.at("/evaluation/intervals/f1/low").asDouble())
        .isLessThan(card.at("/metrics/f1").asDouble());
    assertThat(card.at("/segments/0/column").asString()).isEqualTo("orders_90d");
    assertThat(card.at("/segments").valueStream().map(s -> s.get("column").asString()))
        .contains("country");
    assertThat(card.at("/split/overlap/pastOfSameCustomers").asInt(-1)).isZero();
    assertThat(card.at("/partialDependence/0/points/0/meanProbability").asDouble())
        .isBetween(0.0, 1.0);
    assertThat(card.at("/calibrator/scores/0").asDouble()).isZero();
  }

  @Test
  void publishesALogisticRegressionBesideAForest(@TempDir Path folder) throws IOException {
    ShopDataset shop = ShopDataset.of(datasetId(), 600, 5, 30, 11);
    Answer asked =
        post(
            "/v1/training-runs",
            """
            {"model": "linear", "datasetId": "%s", "parameters": {"trees": 40, "epochs": 12},
             "algorithm": "logistic-regression", "compare": ["forest", "logistic-regression"]}
            """
                .formatted(FEATURES.offer(shop)));
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    JsonNode run = ended(asked.json().get("runId").asString());
    assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("FINISHED");
    assertThat(run.at("/parameters/algorithm").asString()).isEqualTo("logistic-regression");
    assertThat(run.at("/parameters/epochs").asInt()).isEqualTo(12);
    assertThat(run.at("/metrics/auc").asDouble()).isCloseTo(aucOfTruth(shop), within(0.05));

    JsonNode card = get("/v1/models/linear/versions/1/card").json();
    assertThat(card.get("algorithm").asString()).startsWith("Logistic regression");
    assertThat(
            card.get("algorithms").valueStream().map(a -> a.at("/parameters/algorithm").asString()))
        .containsExactlyInAnyOrder("forest", "logistic-regression");
    assertThat(card.get("algorithms").valueStream().filter(a -> a.get("published").asBoolean()))
        .singleElement()
        .satisfies(one -> assertThat(one.get("auc")).isEqualTo(run.at("/metrics/auc")));
    Answer text = send(request("/v1/models/linear/versions/1/card").header("Accept", "text/plain"));
    assertThat(text.text()).contains("## Algorithms on the same rows", "12 epochs");

    Answer zip = get("/v1/models/linear/versions/1/artefact");
    ArtefactArchive.unpack(new ByteArrayInputStream(zip.bytes()), folder.resolve("unpacked"));
    assertThat(loader().load(folder.resolve("unpacked")).compiled())
        .isInstanceOf(LogisticRegression.class);
  }

  @Test
  void publishesBoostedTreesThatAreServedWithoutXGBoost(@TempDir Path folder) throws IOException {
    ShopDataset shop = ShopDataset.of(datasetId(), 600, 5, 30, 11);
    Answer asked =
        post(
            "/v1/training-runs",
            """
            {"model": "boosted", "datasetId": "%s", "algorithm": "xgboost",
             "compare": ["forest", "xgboost", "logistic-regression"],
             "parameters": {"trees": 40, "rounds": 30, "rowWeights": {"churned": 2}}}
            """
                .formatted(FEATURES.offer(shop)));
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    JsonNode run = ended(asked.json().get("runId").asString());
    assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("FINISHED");
    assertThat(run.at("/parameters/algorithm").asString()).isEqualTo("xgboost");
    assertThat(run.at("/parameters/rounds").asInt()).isEqualTo(30);
    assertThat(run.at("/metrics/auc").asDouble()).isCloseTo(aucOfTruth(shop), within(0.05));

    JsonNode card = get("/v1/models/boosted/versions/1/card").json();
    assertThat(card.get("algorithm").asString()).contains("XGBoost");
    assertThat(card.at("/rowWeights/churned").asDouble()).isEqualTo(2);
    assertThat(card.get("algorithms")).hasSize(3);
    assertThat(card.at("/importances/0/aucLoss").isMissingNode()).isFalse();
    Answer text =
        send(request("/v1/models/boosted/versions/1/card").header("Accept", "text/plain"));
    assertThat(text.text()).contains("30 rounds of depth 3");

    Answer zip = get("/v1/models/boosted/versions/1/artefact");
    ArtefactArchive.unpack(new ByteArrayInputStream(zip.bytes()), folder.resolve("unpacked"));
    assertThat(loader().load(folder.resolve("unpacked")).compiled())
        .isInstanceOf(BoostedTrees.class);
  }

  @Test
  void judgesATableInFoldsAndLearnsFromAllOfIt() {
    String table = FEATURES.offer(ShopDataset.of(datasetId(), 400, 1, 30, 11));
    Answer asked =
        post(
            "/v1/training-runs",
            """
            {"model": "folded", "datasetId": "%s", "parameters": {"trees": 20},
             "split": {"method": "k-fold", "folds": 3}, "promote": "if_better"}
            """
                .formatted(table));
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    JsonNode run = ended(asked.json().get("runId").asString());
    assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("FINISHED");

    assertThat(run.at("/split/method").asString()).isEqualTo("K_FOLD");
    assertThat(run.at("/split/test/rows").asInt()).isEqualTo(400);
    assertThat(run.at("/metrics/rows").asInt()).isEqualTo(400);
    String card = "/v1/models/folded/versions/1/card";
    assertThat(get(card).json().at("/limits/1").asString()).contains("tested in folds");
    assertThat(send(request(card).header("Accept", "text/markdown").GET()).text())
        .contains("Split k fold");
  }

  @Test
  void comparesAlgorithmsOnATableInFolds() {
    String table = FEATURES.offer(ShopDataset.of(datasetId(), 400, 1, 30, 12));
    Answer asked =
        post(
            "/v1/training-runs",
            """
            {"model": "folded_compared", "datasetId": "%s", "compare": ["forest", "xgboost"],
             "parameters": {"trees": 20, "rounds": 10}, "split": {"method": "k-fold", "folds": 3}}
            """
                .formatted(table));
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    JsonNode run = ended(asked.json().get("runId").asString());
    assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("FINISHED");

    String card = "/v1/models/folded_compared/versions/1/card";
    JsonNode algorithms = get(card).json().get("algorithms");
    assertThat(algorithms).hasSize(2);
    assertThat(algorithms.at("/0/published").asBoolean()).isTrue();
    assertThat(algorithms.at("/0/auc")).isEqualTo(run.at("/metrics/auc"));
    assertThat(send(request(card).header("Accept", "text/markdown").GET()).text())
        .contains("AUC (scores out of fold)", "It is the best of 2 algorithms");
  }

  @Test
  void handsOutAnArtefactThatVerifiesAndScores(@TempDir Path folder) throws IOException {
    ShopDataset shop = ShopDataset.of(datasetId(), 300, 4, 30, 2);
    int version = train("artefacts", FEATURES.offer(shop), "never");

    Answer zip = get("/v1/models/artefacts/versions/" + version + "/artefact");
    assertThat(zip.header("Content-Type")).isEqualTo("application/zip");
    ArtefactArchive.unpack(new ByteArrayInputStream(zip.bytes()), folder.resolve("unpacked"));
    ModelArtefact artefact = loader().load(folder.resolve("unpacked"));

    JsonNode registered = get("/v1/models/artefacts/versions/" + version).json();
    assertThat(artefact.digest()).isEqualTo(registered.get("artefactDigest").asString());
    assertThat(artefact.model().threshold()).isEqualTo(registered.get("threshold").asDouble());
    assertThat(artefact.viewDefinition()).isEqualTo("view: shop\n");
    assertThat(artefact.model().dataset().sha256())
        .isEqualTo(shop.answer().at("/manifest/sha256").asString());
  }

  @Test
  void tellsAPersonWhatTheModelIs() {
    ShopDataset shop = ShopDataset.of(datasetId(), 300, 4, 30, 3);
    int version = train("carded", FEATURES.offer(shop), "never");
    String path = "/v1/models/carded/versions/" + version + "/card";

    JsonNode card = get(path).json();
    assertThat(card.at("/data/datasetId").asString()).isEqualTo(shop.id());
    assertThat(card.at("/baselines/0/auc").asDouble()).isBetween(0.5, 1.0);
    for (String type : List.of("text/markdown", "text/plain")) {
      Answer text = send(request(path).header("Accept", type).GET());
      assertThat(text.header("Content-Type")).startsWith(type);
      assertThat(text.text())
          .startsWith("# Model carded, version 1")
          .contains("churn_30d", "side that each split learnt");
    }
  }

  @Test
  void showsAPersonAPageThatNeedsNothingElse() {
    ShopDataset shop = ShopDataset.of(datasetId(), 300, 4, 30, 3);
    int version = train("reported", FEATURES.offer(shop), "always");

    String path = get("/v1/models/reported/versions/" + version).json().get("report").asString();
    Answer page = send(request(path).setHeader("Accept", "text/html,*/*;q=0.8").GET());

    assertThat(page.status()).as(page.text()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'; style-src");
    assertThat(page.text())
        .contains("In service as champion")
        .contains(shop.id())
        .contains("s of processors");
    assertThat(get("/v1/models/reported").json().at("/versions/0/report").asString())
        .isEqualTo(path);
    Answer missing =
        send(
            request("/v1/models/reported/versions/9/report")
                .setHeader("Accept", "text/html")
                .GET());
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.header("Content-Type")).isEqualTo("application/problem+json");
    Answer refused =
        send(
            request(path)
                .setHeader("Authorization", "Bearer " + TestServers.keyFor("training:run"))
                .GET());
    assertThat(refused.status()).isEqualTo(403);
  }

  @Test
  void trainsOnTheLabelThatIsAskedFor() {
    ShopDataset shop = ShopDataset.of(datasetId(), 300, 4, 30, 8);
    ShopDataset.Several both = shop.withOpposite("stays_30d");
    FEATURES.offer(shop, both.answer(), both.csv());
    int positives = both.answer().at("/manifest/positives").intValue();

    JsonNode run = ended(startOf("labelled", shop.id(), "stays_30d"));

    assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("FINISHED");
    assertThat(run.at("/request/label").asString()).isEqualTo("stays_30d");
    assertThat(run.at("/metrics/auc").asDouble())
        .as("a model of the other label would rank the wrong way round")
        .isGreaterThan(0.6);
    JsonNode version = get("/v1/models/labelled/versions/1").json();
    assertThat(version.at("/signature/label/name").asString()).isEqualTo("stays_30d");
    JsonNode card = get("/v1/models/labelled/versions/1/card").json();
    assertThat(card.at("/label/name").asString()).isEqualTo("stays_30d");
    assertThat(card.at("/label/definition/label").asString()).isEqualTo("stays_30d");
    assertThat(card.at("/data/churned").asInt()).isEqualTo(shop.lines().size() - positives);
    assertThat(ended(start("labelled", shop.id(), "always")).get("status").asString())
        .isEqualTo("FINISHED");
    assertThat(get("/v1/models/labelled/versions/2").json().at("/signature/label/name").asString())
        .isEqualTo("churn_30d");
    JsonNode challenger = ended(startOf("labelled", shop.id(), "stays_30d"));
    assertThat(challenger.at("/promotion/reason").asString())
        .contains("it predicts churn_30d, not stays_30d");
  }

  private String startOf(String model, String dataset, String label) {
    Answer answer =
        post(
            "/v1/training-runs",
            """
            {"model": "%s", "datasetId": "%s", "label": "%s", "promote": "if_better",
             "parameters": {"trees": 20, "seed": 7}}
            """
                .formatted(model, dataset, label));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().get("runId").asString();
  }

  @Test
  void saysWhichLabelsThereAreWhenAskedForAnother() {
    ShopDataset shop = ShopDataset.of(datasetId(), 300, 4, 30, 9);
    ShopDataset.Several both = shop.withOpposite("stays_30d");
    FEATURES.offer(shop, both.answer(), both.csv());

    JsonNode run = ended(startOf("mislabelled", shop.id(), "churn_60d"));

    assertThat(run.at("/error/code").asString()).isEqualTo("unknown_label");
    assertThat(run.at("/error/detail").asString()).contains("churn_30d, stays_30d");
  }

  @Test
  void numbersTheVersionsOfAModelFromOne() {
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 300, 4, 30, 4));

    assertThat(train("numbered", dataset, "never")).isEqualTo(1);
    assertThat(train("numbered", dataset, "never")).isEqualTo(2);
    JsonNode model = get("/v1/models/numbered").json();
    assertThat(model.get("versions").valueStream().map(v -> v.get("version").asInt()))
        .containsExactly(2, 1);
    assertThat(model.get("aliases").isEmpty()).isTrue();
  }

  @Test
  void trainsTheSameForestFromTheSameDataset(@TempDir Path folder) throws IOException {
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 300, 4, 30, 5));

    assertThat(forestOf("repeated", train("repeated", dataset, "never"), folder))
        .isEqualTo(forestOf("repeated", train("repeated", dataset, "never"), folder));
  }

  @Test
  void keepsTheLearningCurveByNumberOfTrees() {
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 300, 4, 30, 6));
    String runId = start("curved", dataset, "never");
    ended(runId);

    JsonNode metrics = get("/v1/training-runs/" + runId + "/metrics").json().get("metrics");
    assertThat(
            metrics
                .valueStream()
                .filter(metric -> metric.get("name").asString().equals("validationAuc"))
                .map(metric -> metric.get("step").asInt()))
        .startsWith(4, 8)
        .endsWith(40);
  }

  private byte[] forestOf(String model, int version, Path folder) throws IOException {
    Answer zip = get("/v1/models/" + model + "/versions/" + version + "/artefact");
    Path unpacked = folder.resolve(model + version);
    ArtefactArchive.unpack(new ByteArrayInputStream(zip.bytes()), unpacked);
    return Files.readAllBytes(unpacked.resolve("forest.bin"));
  }

  private static ArtefactLoader loader() throws IOException {
    return new ArtefactLoader(
        SigningKeys.readPublic(TestServers.shared().credentials().verifyKeyFile()));
  }

  private static double aucOfTruth(ShopDataset shop) {
    Instant newest = shop.lines().getLast().cutoff();
    List<Line> test = shop.lines().stream().filter(line -> line.cutoff().equals(newest)).toList();
    double[] truth = test.stream().mapToDouble(ShopDataset::churnProbability).toArray();
    boolean[] churned = new boolean[test.size()];
    for (int i = 0; i < churned.length; i++) {
      churned[i] = Boolean.TRUE.equals(test.get(i).churned());
    }
    return BinaryMetrics.auc(truth, churned);
  }
}
