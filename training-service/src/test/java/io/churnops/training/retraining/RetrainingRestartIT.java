package io.churnops.training.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.kit.ServiceLauncher;
import io.churnops.platform.test.TestServers;
import io.churnops.training.FakeFeatureService;
import io.churnops.training.TrainingService;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.datasets.UnavailableFeatureService;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Services that end in the midst of retrainings, on a database of their own. */
class RetrainingRestartIT {

  private final FakeFeatureService features = new FakeFeatureService();
  private final Map<String, Object> variables = new HashMap<>();

  RetrainingRestartIT() {
    TestServers servers = TestServers.shared();
    variables.putAll(servers.variables(servers.newDatabase()));
    variables.put("CHURNOPS_FEATURE_SERVICE_URL", features.url());
    variables.put("SERVER_PORT", 0);
  }

  private ConfigurableApplicationContext start() {
    return ServiceLauncher.of(TrainingService.class, "training").properties(variables).run();
  }

  private static RetrainingRequest request() {
    return new RetrainingRequest(
        "restarted",
        new RetrainingRequest.DatasetWish(null, "shop", "churn_30d", null),
        Map.of("parameters", Map.of("trees", 20, "seed", 7)),
        null);
  }

  private static String submit(ConfigurableApplicationContext service) {
    return service
        .getBean(Retrainings.class)
        .submit(request(), Retraining.Source.API, "tester", null)
        .retrainingId();
  }

  private static Retraining retraining(ConfigurableApplicationContext service, String id) {
    return service.getBean(Retrainings.class).find(id);
  }

  /** A worker that dies in each step when its work is done and nobody was told. */
  @Test
  void doesNothingTwiceWhereverItsWorkerDies() {
    ShopDataset dataset = ShopDataset.of(UUID.randomUUID().toString(), 150, 3, 30, 1);
    features.willBuild(dataset);
    try (var service = start()) {
      service.getBean(RetrainingWorker.class).stop();
      Retrainings retrainings = service.getBean(Retrainings.class);
      RetrainingSteps steps = service.getBean(RetrainingSteps.class);
      List<StepWork> works = List.copyOf(service.getBeansOfType(StepWork.class).values());
      String id = submit(service);
      for (Step step : Step.values()) {
        StepWork work =
            works.stream().filter(some -> some.step() == step).findFirst().orElseThrow();
        steps.begin(retrainings.find(id), retrainings.find(id).step(step));
        Retraining killed = retrainings.find(id);
        work.advance(killed, killed.step(step));
        steps.resume(true);
        await()
            .until(() -> {
              Retraining resumed = retrainings.find(id);
              steps.end(resumed, resumed.step(step), work.advance(resumed, resumed.step(step)));
              return retrainings.find(id).step(step).status() == StepStatus.DONE;
            });
      }

      Retraining done = retrainings.find(id);
      assertThat(done.status()).isEqualTo(RetrainingStatus.PROMOTED);
      assertThat(done.steps()).allSatisfy(step -> assertThat(step.attempt()).isEqualTo(2));
      assertThat(count(service, "run")).isOne();
      assertThat(count(service, "model_version")).isOne();
      assertThat(count(service, "model_alias_history")).isOne();
    }
  }

  @Test
  void goesOnWhereAStopInterruptedIt() {
    ShopDataset dataset = ShopDataset.of(UUID.randomUUID().toString(), 150, 3, 30, 1);
    features.willBuild(dataset);
    features.failRows(dataset.id(), Integer.MAX_VALUE);
    String id;
    try (var service = start()) {
      id = submit(service);
      await().until(() -> retraining(service, id).step(Step.TRAIN).progress().has("runId"));
    }

    features.failRows(dataset.id(), 0);
    try (var service = start()) {
      await().until(() -> retraining(service, id).status() == RetrainingStatus.PROMOTED);
      assertThat(retraining(service, id).step(Step.TRAIN).attempt()).isEqualTo(2);
      assertThat(retraining(service, id).step(Step.DATASET).attempt()).isEqualTo(1);
      assertThat(count(service, "run")).isOne();
    }
  }

  /** A worker that goes on while a retraining in trouble is cancelled, and retried after long. */
  @Test
  void waitsAsLongAgainForWhatIsRetriedAfterACancel() {
    Duration patience = Duration.ofMinutes(30);
    var now = new AtomicReference<>(Instant.parse("2026-09-01T00:00:00Z"));
    try (var service = start()) {
      service.getBean(RetrainingWorker.class).stop();
      Retrainings retrainings = service.getBean(Retrainings.class);
      var advance =
          new AdvanceRetraining(
              retrainings,
              service.getBean(RetrainingSteps.class),
              List.of(new InTrouble()),
              service.getBean(RetrainingMeters.class),
              new RetrainingProperties(Duration.ofSeconds(1), patience),
              now::get);
      String id = submit(service);
      advance.advance(retrainings.find(id), () -> false);
      service.getBean(CancelRetraining.class).cancel(id, "tester");
      retrainings.retry(id, Step.DATASET, "tester");
      now.set(now.get().plus(patience));

      advance.advance(retrainings.find(id), () -> false);

      assertThat(retrainings.find(id).status()).isEqualTo(RetrainingStatus.RUNNING);
      now.set(now.get().plus(patience));
      advance.advance(retrainings.find(id), () -> false);
      assertThat(retrainings.find(id).step(Step.DATASET).code())
          .isEqualTo("feature_service_unavailable");
    }
  }

  private static final class InTrouble implements StepWork {

    @Override
    public Step step() {
      return Step.DATASET;
    }

    @Override
    public StepOutcome advance(Retraining retraining, RetrainingStep step) {
      throw UnavailableFeatureService.trouble();
    }
  }

  @Test
  void givesUpAStepThatEndedItsWorkersAgainAndAgain() {
    try (var service = start()) {
      service.getBean(RetrainingWorker.class).stop();
      Retrainings retrainings = service.getBean(Retrainings.class);
      RetrainingSteps steps = service.getBean(RetrainingSteps.class);
      String id = submit(service);
      steps.begin(retrainings.find(id), retrainings.find(id).step(Step.DATASET));
      for (int lost = 0; lost < 20; lost++) {
        steps.resume(false);
      }
      assertThat(retrainings.find(id).step(Step.DATASET).attempt()).as("a fence").isEqualTo(21);

      assertThat(stopsUntilOver(retrainings, steps, id)).isEqualTo(10);
      assertThat(retrainings.find(id).step(Step.DATASET).code()).isEqualTo("abandoned");
      assertThat(retrainings.find(id).step(Step.DATASET).reason()).contains("stopped 10 times");

      retrainings.retry(id, Step.DATASET, "tester");
      steps.begin(retrainings.find(id), retrainings.find(id).step(Step.DATASET));
      assertThat(stopsUntilOver(retrainings, steps, id)).as("counted anew").isEqualTo(10);
    }
  }

  private static int stopsUntilOver(Retrainings retrainings, RetrainingSteps steps, String id) {
    int stops = 0;
    while (retrainings.find(id).status() == RetrainingStatus.RUNNING) {
      steps.resume(true);
      stops++;
    }
    return stops;
  }

  private static int count(ConfigurableApplicationContext service, String table) {
    return service
        .getBean(JdbcClient.class)
        .sql("select count(*) from registry." + table)
        .query(Integer.class)
        .single();
  }
}
