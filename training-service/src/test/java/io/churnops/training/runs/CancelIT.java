package io.churnops.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.churnops.platform.test.TestServers;
import io.churnops.training.RunningService;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.ShopDataset;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Runs that nobody wants any more. */
class CancelIT extends RunningService {

  @Autowired private RunQueue queue;
  @Autowired private TrialLog trials;
  @Autowired private TrainAndJudge trainAndJudge;
  @Autowired private PublishModel publishModel;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;

  @Test
  void cancelsARunThatRunsAndOneThatWaits() {
    ShopDataset shop = shop();
    CountDownLatch release = FEATURES.holdRows(FEATURES.offer(shop));
    try {
      String running = start("cancelled", shop.id(), "always");
      await().until(() -> run(running).at("/progress/phase").asString("").equals("FETCHING_DATA"));
      String waiting = start("cancelled", shop.id(), "always");

      assertThat(cancel(waiting).json().get("status").asString()).isEqualTo("CANCELLED");
      Answer cancelled = cancel(running);
      assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
      assertThat(cancelled.json().get("status").asString()).isEqualTo("CANCELLED");
      assertThat(cancelled.json().get("cancelledBy").asString()).isEqualTo("admin");
      assertThat(cancel(running).json().get("finishedAt"))
          .isEqualTo(cancelled.json().get("finishedAt"));

      assertThat(train("cancelled-not", FEATURES.offer(shop()), "never"))
          .as("the worker left a request without an answer")
          .isEqualTo(1);
      assertThat(run(running).at("/cost/wallSeconds").asDouble()).isPositive();
      assertThat(run(running).has("progress")).isFalse();
      assertThat(run(waiting).has("cost")).isFalse();
      for (String runId : new String[] {running, waiting}) {
        assertThat(get("/v1/runs/" + runId).json().get("status").asString()).isEqualTo("KILLED");
      }
      assertThat(get("/v1/models/cancelled").status()).isEqualTo(404);
    } finally {
      release.countDown();
    }
  }

  @Test
  void letsTheFirstOfCancelAndEndCount() {
    ShopDataset shop = shop();
    CountDownLatch release = FEATURES.holdRows(FEATURES.offer(shop));
    try {
      String runId = start("ended-first", shop.id(), "never");
      await().until(() -> run(runId).get("status").asString().equals("RUNNING"));
      RunQueue.Claim claim = claim(runId, "ended-first", shop.id());

      CompletableFuture<Answer> cancel =
          transaction.execute(_ -> {
            queue.hold(claim);
            var asked = CompletableFuture.supplyAsync(() -> cancel(runId));
            await().until(this::somebodyWaitsForALock);
            queue.fail(claim, "test", "It failed first");
            return asked;
          });

      Answer refused = cancel.join();
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.json().get("type").asString()).endsWith("/training-run-over");
      assertThat(run(runId).get("status").asString()).isEqualTo("FAILED");
    } finally {
      release.countDown();
    }
  }

  @Test
  void beginsNoTrialOfASearchThatIsBeingCancelled() {
    ShopDataset shop = shop();
    CountDownLatch release = FEATURES.holdRows(FEATURES.offer(shop));
    try {
      String runId = start("cancelled-search", shop.id(), "never");
      await().until(() -> run(runId).get("status").asString().equals("RUNNING"));
      RunQueue.Claim claim = claim(runId, "cancelled-search", shop.id());

      CompletableFuture<SearchTrial> trial =
          transaction.execute(_ -> {
            queue.cancel(runId, "test");
            var begun =
                CompletableFuture.supplyAsync(() -> trials.begin(claim, 0, new TreeMap<>()));
            await().until(this::somebodyWaitsForALock);
            return begun;
          });

      assertThatThrownBy(trial::join).hasCauseInstanceOf(RunOverException.class);
      assertThat(get("/v1/training-runs/" + runId + "/trials").json().get("items").isEmpty())
          .isTrue();
    } finally {
      release.countDown();
    }
  }

  @Test
  void publishesNothingOfARunThatIsCancelledAtTheLastMoment() {
    ShopDataset shop = shop();
    CountDownLatch release = FEATURES.holdRows(FEATURES.offer(shop));
    try {
      String runId = start("cancelled-last", shop.id(), "always");
      await().until(() -> run(runId).get("status").asString().equals("RUNNING"));
      RunQueue.Claim claim = claim(runId, "cancelled-last", shop.id());
      Dataset data = shop.read();
      TrainedModel trained = trainAndJudge.train(data, claim.request(), claim.progress());
      cancel(runId);

      assertThatThrownBy(() -> publishModel.publish(claim, data, trained))
          .isInstanceOf(RunOverException.class);
      assertThatThrownBy(() -> queue.fail(claim, "test", "Too late"))
          .isInstanceOf(RunOverException.class);
      assertThat(get("/v1/models/cancelled-last").status()).isEqualTo(404);
      assertThat(run(runId).get("status").asString()).isEqualTo("CANCELLED");
    } finally {
      release.countDown();
    }
  }

  @Test
  void cancelsNothingThatIsOverUnknownOrNotTheCallersToEnd() {
    String finished = start("finished-before", FEATURES.offer(shop()), "never");
    JsonNode run = ended(finished);

    assertThat(cancel(finished).status()).isEqualTo(409);
    assertThat(run(finished)).isEqualTo(run);
    assertThat(run.at("/cost/processorSeconds").asDouble()).isPositive();
    assertThat(run.at("/cost/peakHeapBytes").asLong()).isPositive();
    assertThat(cancel("none").status()).isEqualTo(404);
    Answer reader =
        send(
            request("/v1/training-runs/" + finished + ":cancel")
                .setHeader("Authorization", "Bearer " + TestServers.keyFor("models:read"))
                .POST(BodyPublishers.noBody()));
    assertThat(reader.status()).isEqualTo(403);
  }

  private Answer cancel(String runId) {
    return post("/v1/training-runs/" + runId + ":cancel", "");
  }

  private JsonNode run(String runId) {
    return get("/v1/training-runs/" + runId).json();
  }

  private boolean somebodyWaitsForALock() {
    return jdbc.sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }

  /** A second hand on a run that the worker holds. */
  private static RunQueue.Claim claim(String runId, String model, String dataset) {
    RunRequest request = Requests.of(model, dataset, "'promote': 'always'");
    return new RunQueue.Claim(runId, 1, "tester", request, new RunProgress(), new RunCost.Meter());
  }

  private static ShopDataset shop() {
    return ShopDataset.of(datasetId(), 120, 3, 30, 1);
  }
}
