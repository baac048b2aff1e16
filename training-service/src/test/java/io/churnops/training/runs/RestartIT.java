package io.churnops.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.kit.ServiceLauncher;
import io.churnops.platform.test.TestServers;
import io.churnops.training.FakeFeatureService;
import io.churnops.training.TrainingService;
import io.churnops.training.datasets.ShopDataset;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Services that stop while they work, on a database of their own. */
class RestartIT {

  private final FakeFeatureService features = new FakeFeatureService();
  private final Map<String, Object> variables = new HashMap<>();

  RestartIT() {
    TestServers servers = TestServers.shared();
    variables.putAll(servers.variables(servers.newDatabase()));
    variables.put("CHURNOPS_FEATURE_SERVICE_URL", features.url());
    variables.put("SERVER_PORT", 0);
  }

  @Test
  void finishesARunThatAStopInterrupted() {
    String dataset = features.offer(ShopDataset.of("interrupted", 120, 3, 30, 1));
    features.failRows(dataset, Integer.MAX_VALUE);
    String runId;
    try (var service = start()) {
      runId = submit(service, dataset);
      await().until(() -> run(service, runId).status() == RunStatus.RUNNING);
    }

    features.failRows(dataset, 0);
    try (var service = start()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> run(service, runId).status() == RunStatus.FINISHED);
      assertThat(run(service, runId).attempt()).isEqualTo(2);
      assertThat(run(service, runId).modelVersion()).isEqualTo(1);
    }
  }

  @Test
  void finishesARunWhosePostgresWasAwayMeanwhile() {
    var postgres = TestServers.shared().local().orElseThrow().postgres();
    String dataset = features.offer(ShopDataset.of("unregistered", 120, 3, 30, 1));
    features.failRows(dataset, Integer.MAX_VALUE);
    try (var service = start()) {
      String runId = submit(service, dataset);
      await().until(() -> run(service, runId).status() == RunStatus.RUNNING);
      postgres.stop();
      try {
        features.failRows(dataset, 0);
        await().atMost(Duration.ofSeconds(30)).until(() -> features.servedRows(dataset) > 0);
      } finally {
        postgres.start();
      }

      await()
          .atMost(Duration.ofSeconds(90))
          .ignoreExceptions()
          .until(() -> run(service, runId).status() == RunStatus.FINISHED);
      assertThat(run(service, runId).modelVersion()).isEqualTo(1);
    }
  }

  @Test
  void givesUpARunThatEndedItsWorkersAgainAndAgain() {
    String runId;
    try (var service = start()) {
      runId = submit(service, "missing");
      await().until(() -> run(service, runId).status() == RunStatus.FAILED);
      service
          .getBean(JdbcClient.class)
          .sql("update run set status = 'RUNNING', attempt = 3, finished_at = null")
          .update();
    }

    try (var service = start()) {
      await().until(() -> run(service, runId).status() == RunStatus.FAILED);
      assertThat(run(service, runId).error()).extracting(Run.Error::code).isEqualTo("abandoned");
    }
  }

  @Test
  void letsOneOfTwoServicesWork() {
    try (var first = start();
        var second = start()) {
      String queuedAtFirst = submit(first, "missing");
      String queuedAtSecond = submit(second, "missing");

      await()
          .until(() ->
              run(first, queuedAtFirst).status() == RunStatus.FAILED
                  && run(first, queuedAtSecond).status() == RunStatus.FAILED);
      assertThat(run(first, queuedAtFirst).attempt()).isEqualTo(1);
      assertThat(run(first, queuedAtSecond).attempt()).isEqualTo(1);
    }
  }

  private ConfigurableApplicationContext start() {
    return ServiceLauncher.of(TrainingService.class, "training").properties(variables).run();
  }

  private static String submit(ConfigurableApplicationContext service, String dataset) {
    RunRequest request = Requests.of("restarted", dataset);
    return service.getBean(RunQueue.class).submit(request, "tester", null).runId();
  }

  private static Run run(ConfigurableApplicationContext service, String runId) {
    return service.getBean(RunQueue.class).run(runId);
  }
}
