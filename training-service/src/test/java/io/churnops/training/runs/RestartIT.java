package io.churnops.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.kit.ServiceLauncher;
import io.churnops.platform.test.TestServers;
import io.churnops.training.FakeFeatureService;
import io.churnops.training.TrainingService;
import io.churnops.training.datasets.ShopDataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
      await().until(() -> run(service, runId).status() == RunStatus.FINISHED);
      assertThat(run(service, runId).attempt()).isEqualTo(2);
      assertThat(run(service, runId).modelVersion()).isEqualTo(1);
    }
  }

  @Test
  void goesOnWithASearchWithoutRepeatingTrials() {
    String dataset = features.offer(ShopDataset.of("searched", 200, 4, 30, 1));
    RunRequest request =
        Requests.of(
            "searching",
            dataset,
            "'search': {'trials': 12, 'method': 'bayesian', 'folds': 1, 'ranges':"
                + " {'trees': {'from': 150, 'to': 300}, 'maxDepth': {'from': 3, 'to': 9}}}");
    String runId;
    List<SearchTrial> before;
    try (var service = start()) {
      runId = service.getBean(RunQueue.class).submit(request, "tester", null).runId();
      await().until(() -> judged(trials(service, runId)).size() > 3);
    }
    try (var service = start()) {
      before = judged(trials(service, runId));
      await().until(() -> run(service, runId).status() == RunStatus.FINISHED);

      List<SearchTrial> after = trials(service, runId);
      assertThat(run(service, runId).attempt()).isEqualTo(2);
      assertThat(after).hasSize(13);
      assertThat(judged(after)).as("what each reached, and when").containsAll(before);
      String whole = service.getBean(RunQueue.class).submit(request, "tester", null).runId();
      await().until(() -> run(service, whole).status() == RunStatus.FINISHED);
      assertThat(trials(service, whole))
          .as("a search that nothing stopped")
          .extracting(SearchTrial::parameters)
          .isEqualTo(after.stream().map(SearchTrial::parameters).toList());
      assertThat(run(service, whole).parameters()).isEqualTo(run(service, runId).parameters());
    }
  }

  /** Trials with something reached, without what ends later. */
  private static List<SearchTrial> judged(List<SearchTrial> trials) {
    return trials.stream()
        .filter(trial -> trial.status() == TrialStatus.FINISHED)
        .map(trial ->
            new SearchTrial(
                trial.number(),
                trial.runId(),
                trial.parameters(),
                trial.status(),
                trial.objective(),
                trial.rungs(),
                trial.error(),
                false,
                trial.startedAt(),
                trial.finishedAt()))
        .toList();
  }

  private static List<SearchTrial> trials(ConfigurableApplicationContext service, String runId) {
    return service.getBean(TrialLog.class).page(runId, -1, 1_000);
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
        await().until(() -> features.servedRows(dataset) > 0);
      } finally {
        postgres.start();
      }

      await().ignoreExceptions().until(() -> run(service, runId).status() == RunStatus.FINISHED);
      assertThat(run(service, runId).modelVersion()).isEqualTo(1);
    }
  }

  /** The stops of a search that got on may have been updates of the service. */
  @Test
  void givesUpARunThatEndedItsWorkersAgainAndAgainUnlessItGotOn() {
    String stuck;
    String gettingOn;
    String worn;
    try (var service = start()) {
      stuck = stopped(service, 3, 0);
      gettingOn = stopped(service, 5, 3);
      worn = stopped(service, 6, 3);
      service
          .getBean(JdbcClient.class)
          .sql("update run set status = 'RUNNING', finished_at = null")
          .update();
    }

    try (var service = start()) {
      await()
          .until(() ->
              Stream.of(stuck, gettingOn, worn)
                  .allMatch(runId -> run(service, runId).status() == RunStatus.FAILED));
      assertThat(run(service, stuck).error()).extracting(Run.Error::code).isEqualTo("abandoned");
      assertThat(run(service, gettingOn).attempt()).as("begun again").isEqualTo(6);
      assertThat(run(service, worn).error()).extracting(Run.Error::code).isEqualTo("abandoned");
    }
  }

  /** A run that was begun so often, and so many trials of which were judged. */
  private static String stopped(
      ConfigurableApplicationContext service, int attempts, int judgedTrials) {
    String runId = submit(service, "missing");
    await().until(() -> run(service, runId).status() == RunStatus.FAILED);
    JdbcClient jdbc = service.getBean(JdbcClient.class);
    for (int trial = 0; trial < judgedTrials; trial++) {
      jdbc.sql(
              """
              insert into search_trial
                (run_id, number, trial_run_id, parameters, status, rungs, started_at)
              values (?, ?, ?, '{}', 'FINISHED',
                '[{"fraction": 1, "objective": 0.7, "folds": [], "seconds": 1, "atMs": 1}]', now())
              """)
          .params(runId, trial, runId + "-" + trial)
          .update();
    }
    jdbc.sql("update run set attempt = ? where run_id = ?").params(attempts, runId).update();
    return runId;
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
