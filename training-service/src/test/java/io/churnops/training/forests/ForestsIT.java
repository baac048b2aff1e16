package io.churnops.training.forests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestPart;
import io.churnops.platform.test.TestServers;
import io.churnops.training.RunningService;
import io.churnops.training.datasets.ShopDataset;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Forests that a cluster has grown, from their upload to a version. */
class ForestsIT extends RunningService {

  private static final ForestParameters PARAMETERS =
      ForestParameters.defaults().withTrees(10).withMinLeafSize(5).withSeed(7);
  private static final String IN_JSON =
      "\"parameters\": {\"trees\": 10, \"minLeafSize\": 5, \"seed\": 7}";

  @Autowired private ForestRows rows;

  @LocalServerPort private int port;

  @Test
  void makesTheVersionThatGrowingItHereMakes() {
    ShopDataset shop = shop(1);
    String dataset = FEATURES.offer(shop);
    FEATURES.willRebuild(dataset, ShopDataset.of(dataset + "-again", 200, 4, 30, 1));
    String first = uploaded(ClusterForest.first(shop.read(), PARAMETERS));
    String last = uploaded(ClusterForest.last(shop.read(), PARAMETERS));

    JsonNode run = ended(run("clustered", dataset, first, last));
    JsonNode here = ended(run("clustered", dataset));

    assertThat(run.path("status").asString()).as("%s", run).isEqualTo("FINISHED");
    assertThat(run.path("metrics")).isEqualTo(here.path("metrics"));
    assertThat(run.path("parameters")).isEqualTo(here.path("parameters"));
    JsonNode card = get("/v1/models/clustered/versions/1/card").json();
    assertThat(card.path("evaluation"))
        .isEqualTo(get("/v1/models/clustered/versions/2/card").json().path("evaluation"));
    JsonNode elsewhere = run.at("/environment/grownElsewhere");
    assertThat(elsewhere.findValuesAsString("forestId")).containsExactly(first, last);
    assertThat(elsewhere.at("/1/grownAgain")).hasSize(10);
    assertThat(elsewhere.findValuesAsString("host"))
        .containsExactly("worker-1", "worker-2", "worker-1", "worker-2");
    assertThat(card.at("/environment/grownElsewhere")).isEqualTo(elsewhere);
    assertThat(get("/v1/models/clustered/versions/1/report").text())
        .contains(last)
        .contains("worker-1, worker-2");
    assertThat(here.path("environment").has("grownElsewhere")).isFalse();
    Answer accepted = post("/v1/models/clustered/versions/1:reproduce", "");
    JsonNode made =
        await()
            .until(() -> get(accepted.header("Location")).json(), found -> found.has("finishedAt"));
    assertThat(made.path("verdict").asString()).as("%s", made).isEqualTo("REPRODUCED");
  }

  @Test
  void growsTheForestThatWasNotGrownElsewhere() {
    ShopDataset shop = shop(2);
    String last = uploaded(ClusterForest.last(shop.read(), PARAMETERS));

    JsonNode run = ended(run("half", FEATURES.offer(shop), last));

    assertThat(run.path("status").asString()).as("%s", run).isEqualTo("FINISHED");
    assertThat(run.at("/environment/grownElsewhere").findValuesAsString("forestId"))
        .containsExactly(last);
  }

  @Test
  void refusesAForestOfOtherRows() {
    ShopDataset shop = shop(3);
    String other = uploaded(ClusterForest.last(shop(4).read(), PARAMETERS));

    assertFails("forest_of_other_rows", run("strange", FEATURES.offer(shop), other));
  }

  @Test
  void refusesAForestOfOtherParameters() {
    ShopDataset shop = shop(5);
    String deeper = uploaded(ClusterForest.last(shop.read(), PARAMETERS.withMaxDepth(9)));

    assertFails("forest_of_other_parameters", run("strange", FEATURES.offer(shop), deeper));
  }

  @Test
  void refusesAForestWithAForgedTree() {
    ShopDataset shop = shop(6);
    ForestPart honest = ClusterForest.last(shop.read(), PARAMETERS);
    ForestPart other = ClusterForest.last(shop.read(), PARAMETERS.withSeed(8));
    String forged =
        uploaded(new ForestPart(honest.table(), PARAMETERS, 0, honest.grownOn(), other.trees()));

    JsonNode run = assertFails("forest_not_grown_so", run("strange", FEATURES.offer(shop), forged));
    assertThat(run.at("/error/detail").asString()).contains("is another when it is grown again");
    assertThat(get("/v1/models/strange").status()).isEqualTo(404);
  }

  @Test
  void takesTheSameForestOnce() throws Exception {
    byte[] forest = ClusterForest.last(shop(7).read(), PARAMETERS).encode();
    List<Integer> answers;
    try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
      answers =
          clients
              .invokeAll(
                  IntStream.range(0, 4)
                      .<java.util.concurrent.Callable<Integer>>mapToObj(
                          _ -> () -> upload(forest).status())
                      .toList())
              .stream()
              .map(java.util.concurrent.Future::resultNow)
              .toList();
    }

    assertThat(answers).containsExactlyInAnyOrder(201, 200, 200, 200);
    JsonNode again = upload(forest).json();
    JsonNode one = get("/v1/forests/" + again.path("forestId").asString()).json();
    assertThat(one).isEqualTo(again);
    assertThat(one.at("/parameters/trees").asInt()).isEqualTo(10);
    assertThat(one.path("bytes").asInt()).isEqualTo(forest.length);
    assertThat(one.path("uploadedBy").asString()).isEqualTo("admin");
    assertThat(
            get("/v1/audit?action=forest.uploaded&subject=" + one.path("forestId").asString())
                .json()
                .path("items"))
        .hasSize(1);
    assertThat(get("/v1/forests?limit=1").json().at("/items/0")).isEqualTo(one);
  }

  @Test
  void refusesWhatIsNoWholeForest() {
    ForestPart whole = ClusterForest.last(shop(8).read(), PARAMETERS);
    byte[] bytes = whole.encode();
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 4;
    ForestPart some =
        new ForestPart(whole.table(), PARAMETERS, 0, List.of(), whole.trees().first(9));

    for (byte[] bad :
        List.of(
            new byte[0],
            "forest".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(bytes, bytes.length - 1),
            flipped,
            withShare(bytes, Double.NaN),
            withShare(bytes, 1.5),
            some.encode())) {
      Answer answer = upload(bad);

      assertThat(answer.status()).as(answer.text()).isEqualTo(422);
      assertThat(answer.json().path("type").asString()).endsWith("/unusable-forest");
    }
    Answer large = upload(new byte[200_001]);
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.json().path("type").asString()).endsWith("/forest-too-large");
  }

  @Test
  void keepsNothingOfAnUploadThatBreaksOff() throws IOException {
    byte[] bytes = ClusterForest.last(shop(9).read(), PARAMETERS).encode();
    try (Socket client = new Socket("localhost", port)) {
      client
          .getOutputStream()
          .write(
              """
              POST /v1/forests HTTP/1.1\r
              Host: localhost\r
              Authorization: Bearer %s\r
              Content-Type: application/octet-stream\r
              Content-Length: %d\r
              \r
              """
                  .formatted(TestServers.adminKey(), bytes.length)
                  .getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().write(bytes, 0, bytes.length / 2);
      client.shutdownOutput();
      client.getInputStream().readAllBytes();
    }

    assertThat(get("/v1/forests/" + sha256(bytes)).status()).isEqualTo(404);
    assertThat(upload(bytes).status()).isEqualTo(201);
  }

  @Test
  void refusesRunsThatCannotUseAForest() {
    String unknown = "0".repeat(64);
    String dataset = FEATURES.offer(shop(10));
    Answer answer =
        submit(
            "{\"model\": \"m\", \"datasetId\": \"%s\", \"forests\": [\"%s\"]}"
                .formatted(dataset, unknown));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("type").asString()).endsWith("/unknown-forest");
    assertThat(get("/v1/forests/" + unknown).status()).isEqualTo(404);

    String known = uploaded(ClusterForest.last(shop(10).read(), PARAMETERS));
    for (String wish :
        List.of(
            "\"algorithm\": \"logistic-regression\"",
            "\"parameters\": {\"splitting\": \"exact\"}",
            "\"parameters\": {\"timeBudgetSeconds\": 9}",
            "\"parameters\": {\"rowWeights\": {\"churned\": 2}}",
            "\"split\": {\"method\": \"k-fold\"}",
            "\"search\": {\"trials\": 3, \"ranges\": {\"maxDepth\": {\"from\": 2, \"to\": 6}}}")) {
      Answer refused =
          submit(
              "{\"model\": \"m\", \"datasetId\": \"%s\", \"forests\": [\"%s\"], %s}"
                  .formatted(dataset, known, wish));
      assertThat(refused.status()).as(wish + refused.text()).isEqualTo(422);
    }
    assertThat(
            send(request("/v1/forests")
                    .setHeader("Content-Type", "application/octet-stream")
                    .setHeader("Authorization", "Bearer " + TestServers.keyFor("models:read"))
                    .POST(BodyPublishers.ofByteArray(new byte[1])))
                .status())
        .isEqualTo(403);
  }

  @Test
  void forgetsForestsThatNoRunWaitsFor() {
    ShopDataset shop = shop(11);
    String dataset = FEATURES.offer(shop);
    String idle = uploaded(ClusterForest.first(shop.read(), PARAMETERS));
    String wanted = uploaded(ClusterForest.last(shop.read(), PARAMETERS));
    CountDownLatch release = FEATURES.holdRows(dataset);
    String runId;
    try {
      runId = run("patient", dataset, wanted);
      rows.forget(Instant.now().plusSeconds(3_600));

      assertThat(rows.find(idle)).isEmpty();
      assertThat(rows.chunk(idle, 0)).isEmpty();
      assertThat(rows.find(wanted)).isPresent();
    } finally {
      release.countDown();
    }
    assertThat(ended(runId).path("status").asString()).isEqualTo("FINISHED");
  }

  private JsonNode assertFails(String code, String runId) {
    JsonNode run = ended(runId);
    assertThat(run.path("status").asString()).isEqualTo("FAILED");
    assertThat(run.at("/error/code").asString()).as("%s", run).isEqualTo(code);
    return run;
  }

  private String run(String model, String dataset, String... forests) {
    String named =
        forests.length == 0
            ? ""
            : ", \"forests\": [%s]"
                .formatted(String.join(", ", Stream.of(forests).map("\"%s\""::formatted).toList()));
    Answer answer =
        submit(
            "{\"model\": \"%s\", \"datasetId\": \"%s\", %s%s}"
                .formatted(model, dataset, IN_JSON, named));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().path("runId").asString();
  }

  private Answer submit(String body) {
    return post("/v1/training-runs", body);
  }

  private String uploaded(ForestPart forest) {
    Answer answer = upload(forest.encode());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    String id = answer.json().path("forestId").asString();
    assertThat(answer.header("Location")).isEqualTo("/v1/forests/" + id);
    return id;
  }

  private Answer upload(byte[] bytes) {
    return send(
        request("/v1/forests")
            .setHeader("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  private static ShopDataset shop(long seed) {
    return ShopDataset.of(datasetId(), 200, 4, 30, seed);
  }

  /** The forest with another share in its last node, and digests to match. */
  private static byte[] withShare(byte[] bytes, double share) {
    return ForgedForest.withLastShare(bytes, share);
  }

  private static String sha256(byte[] bytes) {
    try {
      return java.util.HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
