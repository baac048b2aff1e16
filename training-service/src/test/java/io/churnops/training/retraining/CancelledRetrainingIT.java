package io.churnops.training.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.churnops.platform.test.TestServers;
import io.churnops.training.datasets.ShopDataset;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Retrainings that nobody wants any more, while they are worked on and end. */
class CancelledRetrainingIT extends RunningRetrainings {

  @Autowired private Retrainings retrainings;
  @Autowired private RetrainingSteps steps;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;

  @Test
  void cancelsARetrainingAndTheRunThatItWaitsFor() {
    String dataset = FEATURES.offer(shop());
    CountDownLatch release = FEATURES.holdRows(dataset);
    String id;
    try {
      id = retrain("{\"model\": \"unwanted\", \"dataset\": {\"id\": \"" + dataset + "\"}}");
      String runId = runOf(id);

      Answer cancelled = cancel(id);

      assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
      assertThat(cancelled.json().get("status").asString()).isEqualTo("CANCELLED");
      assertThat(cancelled.json().get("cancelledBy").asString()).isEqualTo("admin");
      assertThat(cancelled.json().has("finishedAt")).isTrue();
      assertThat(timeline(cancelled.json())).contains("train CANCELLED", "evaluate PENDING");
      JsonNode run = get("/v1/training-runs/" + runId).json();
      assertThat(run.get("status").asString()).isEqualTo("CANCELLED");
      assertThat(run.get("cancelledBy").asString()).isEqualTo("admin");
      assertThat(cancel(id).json()).as("again").isEqualTo(cancelled.json());
      JsonNode audit =
          get("/v1/audit?subject=unwanted&action=retraining.cancelled").json().get("items");
      assertThat(audit.size()).isOne();
      assertThat(audit.at("/0/actor").asString()).isEqualTo("admin");
      assertThat(audit.at("/0/detail/retrainingId").asString()).isEqualTo(id);
    } finally {
      release.countDown();
    }

    assertThat(retry(id, "train").status()).isEqualTo(202);
    JsonNode done = over(id);
    assertThat(done.get("status").asString()).as(done.toString()).isEqualTo("PROMOTED");
    assertThat(done.has("cancelledBy")).isFalse();
    assertThat(cancel(id).json().get("type").asString()).endsWith("/retraining-over");
    assertThat(cancel("none").status()).isEqualTo(404);
    Answer reader =
        send(
            request("/v1/retraining/" + id + ":cancel")
                .setHeader("Authorization", "Bearer " + TestServers.keyFor("models:read"))
                .POST(BodyPublishers.noBody()));
    assertThat(reader.status()).isEqualTo(403);
  }

  @Test
  void cancelsTheTrainingSetThatIsBuiltForIt() {
    ShopDataset building = shop();
    FEATURES.willBuildForEver(building);
    String id =
        retrain(
            """
            {"model": "unbuilt", "dataset": {"view": "shop", "label": "churn_30d"}}
            """);
    await()
        .until(() ->
            step(get("/v1/retraining/" + id).json(), "dataset")
                .at("/progress/datasetId")
                .asString("")
                .equals(building.id()));
    assertThat(FEATURES.isCancelled(building.id())).isFalse();

    assertThat(cancel(id).json().get("status").asString()).isEqualTo("CANCELLED");

    assertThat(FEATURES.isCancelled(building.id())).isTrue();
  }

  @Test
  void leavesATrainingSetThatItWasGivenAlone() {
    ShopDataset building = shop();
    FEATURES.offer(
        building, building.answer().put("status", "RUNNING").putNull("manifest"), building.csv());
    String id = retrain("{\"model\": \"given\", \"dataset\": {\"id\": \"" + building.id() + "\"}}");
    await()
        .until(() ->
            step(get("/v1/retraining/" + id).json(), "dataset")
                .at("/progress/datasetId")
                .isString());

    cancel(id);

    assertThat(FEATURES.isCancelled(building.id())).isFalse();
  }

  @Test
  void failsWhereItsTrainingSetIsCancelled() {
    String dataset = FEATURES.offerCancelled();

    JsonNode failed =
        over(retrain("{\"model\": \"no-rows\", \"dataset\": {\"id\": \"" + dataset + "\"}}"));

    assertThat(step(failed, "dataset").get("reason").asString())
        .isEqualTo("Dataset " + dataset + " is CANCELLED");
  }

  @Test
  void leavesTheStepAtWorkForTheNextRetraining() {
    String dataset = FEATURES.offer(shop());
    String id = retrain("{\"model\": \"at-work\", \"dataset\": {\"id\": \"" + dataset + "\"}}");
    assertThat(over(id).get("status").asString()).isEqualTo("PROMOTED");
    CountDownLatch release = FEATURES.holdRows(dataset);
    try {
      assertThat(retry(id, "evaluate").status()).isEqualTo(202);
      await().until(() -> FEATURES.isHolding(dataset));

      assertThat(cancel(id).json().get("status").asString()).isEqualTo("CANCELLED");

      JsonNode next =
          over(
              retrain(
                  "{\"model\": \"next\", \"dataset\": {\"id\": \"%s\"}}"
                      .formatted(FEATURES.offer(shop()))));
      assertThat(next.get("status").asString()).as(next.toString()).isEqualTo("PROMOTED");
      JsonNode cancelled = get("/v1/retraining/" + id).json();
      assertThat(timeline(cancelled)).contains("evaluate CANCELLED", "register PENDING");
    } finally {
      release.countDown();
    }
  }

  @Test
  void letsTheFirstOfCancelAndEndCount() {
    String dataset = FEATURES.offer(shop());
    CountDownLatch release = FEATURES.holdRows(dataset);
    try {
      String id =
          retrain("{\"model\": \"ended-first\", \"dataset\": {\"id\": \"" + dataset + "\"}}");
      runOf(id);
      Retraining begun = retrainings.find(id);

      CompletableFuture<Answer> cancel =
          transaction.execute(_ -> {
            steps.end(
                begun, begun.step(Step.TRAIN), new StepOutcome.Failed("test", "It failed first"));
            var asked = CompletableFuture.supplyAsync(() -> cancel(id));
            await().until(this::somebodyWaitsForALock);
            return asked;
          });

      Answer refused = cancel.join();
      assertThat(refused.status()).isEqualTo(409);
      assertThat(get("/v1/retraining/" + id).json().get("status").asString()).isEqualTo("FAILED");
    } finally {
      release.countDown();
    }
  }

  @Test
  void actsNoMoreOnceItIsCancelled() {
    String dataset = FEATURES.offer(shop());
    CountDownLatch release = FEATURES.holdRows(dataset);
    try {
      String id = retrain("{\"model\": \"acts\", \"dataset\": {\"id\": \"" + dataset + "\"}}");
      runOf(id);
      Retraining begun = retrainings.find(id);
      AtomicBoolean acted = new AtomicBoolean();
      cancel(id);

      assertThatThrownBy(() ->
              steps.end(
                  begun,
                  begun.step(Step.TRAIN),
                  new StepOutcome.Atomic(() -> {
                    acted.set(true);
                    return new StepOutcome.Skipped("It acted");
                  })))
          .isInstanceOf(StepOverException.class);
      assertThat(acted).isFalse();
    } finally {
      release.countDown();
    }
  }

  private Answer cancel(String id) {
    return post("/v1/retraining/" + id + ":cancel", "");
  }

  /** The training run that a retraining waits for, once there is one. */
  private String runOf(String id) {
    return await()
        .until(
            () ->
                step(get("/v1/retraining/" + id).json(), "train")
                    .at("/progress/runId")
                    .asString(""),
            runId -> !runId.isEmpty());
  }

  private boolean somebodyWaitsForALock() {
    return jdbc.sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }
}
