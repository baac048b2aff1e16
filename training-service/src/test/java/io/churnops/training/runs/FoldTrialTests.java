package io.churnops.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.churnops.forest.Algorithm;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Bootstrap;
import io.churnops.forest.evaluation.Interval;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.datasets.Split;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.BaselineComparison;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FoldTrialTests {

  private static final String FOLDS = "'split': {'method': 'k-fold', 'folds': 4}";

  private static final String COMPARE = "'compare': ['logistic-regression', 'xgboost', 'forest']";
  private static final String SMALL = "'parameters': {'trees': 12, 'rounds': 7}";

  private final TrainAndJudge trainAndJudge = new TrainAndJudge(new TrainingProperties(2, ""));

  @Test
  void ranksEveryCustomerNearlyAsWellAsTheTruth() {
    ShopDataset shop = ShopDataset.of("d", 2_000, 1, 30, 1);
    Dataset data = shop.read();

    TrainedModel trained = train(data, "'parameters': {'trees': 60}");

    assertThat(trained.split().method()).isEqualTo(Split.Method.K_FOLD);
    assertThat(trained.testScores()).hasSize(2_000);
    double[] truth = shop.lines().stream().mapToDouble(ShopDataset::churnProbability).toArray();
    double best = BinaryMetrics.auc(truth, data.churned(trained.split().test()));
    assertThat(trained.evaluation().auc()).isCloseTo(best, within(0.02));
    assertThat(trained.evaluation().calibrationError()).isLessThan(0.06);
    assertThat(trained.evaluation().intervals()).containsKey("f1");
    assertThat(trained.fitted().table().rows()).as("the final forest's rows").isEqualTo(2_000);
    assertThat(trained.comparisons()).hasSize(3).allMatch(each -> each.auc() > 0.5);
  }

  @Test
  void setsNoRegressionBesideARegression() {
    Dataset data = ShopDataset.of("d", 400, 1, 30, 6).read();

    assertThat(train(data, "'algorithm': 'logistic-regression'").comparisons())
        .extracting(BaselineComparison::baseline)
        .isNotEmpty()
        .doesNotContain("logistic_regression");
  }

  /** A forest that had seen the rows it scores would know these labels by heart. */
  @Test
  void saysNothingOfLabelsThatAreChance() {
    var random = new SplittableRandom(2);
    ShopDataset shop = ShopDataset.of("d", 1_500, 1, 30, 2);
    shop.lines().replaceAll(line -> line.withLabel(random.nextBoolean()));

    TrainedModel trained =
        train(shop.read(), "'parameters': {'trees': 40, 'maxDepth': 16, 'minLeafSize': 1}");

    assertThat(trained.evaluation().auc()).isCloseTo(0.5, within(0.05));
    assertThat(trained.evaluation().decisions().f1()).isLessThan(0.7);
    assertThat(trained.importances()).allMatch(column -> Math.abs(column.aucLoss()) < 0.1);
  }

  @Test
  void trainsTheSameModelFromTheSameRequest() {
    Dataset data = ShopDataset.of("d", 400, 1, 30, 3).read();

    TrainedModel first = train(data, "'parameters': {'trees': 20}");
    TrainedModel again = train(data, "'parameters': {'trees': 20}");

    assertThat(again.testScores()).isEqualTo(first.testScores());
    assertThat(again.evaluation()).isEqualTo(first.evaluation());
    assertThat(again.comparisons()).isEqualTo(first.comparisons());
    assertThat(again.fitted().compiled()).isEqualTo(first.fitted().compiled());
  }

  @Test
  void growsTheModelsThatATimeBudgetEndedAgainFromAsManyTrees() {
    Dataset data = ShopDataset.of("d", 1_500, 1, 30, 4).read();

    TrainedModel hurried =
        train(data, "'parameters': {'trees': 2000, 'timeBudgetSeconds': 1, 'minLeafSize': 3}");
    int trees = ((ForestParameters) hurried.parameters()).trees();
    TrainedModel again =
        train(data, "'parameters': {'trees': %d, 'minLeafSize': 3}".formatted(trees));

    assertThat(again.testScores()).isEqualTo(hurried.testScores());
    assertThat(again.calibrator()).isEqualTo(hurried.calibrator());
  }

  @Test
  void stopsWhereTheModelIsTooGoodToBeTrue() {
    ShopDataset shop = ShopDataset.of("d", 400, 1, 30, 5);
    shop.lines().replaceAll(ShopDataset.Line::withLeak);
    Dataset data = shop.read();

    assertThatThrownBy(() -> train(data, "'parameters': {'trees': 20}"))
        .isInstanceOfSatisfying(
            DatasetException.class,
            refused -> assertThat(refused.code()).isEqualTo("leak_suspected"));
  }

  @Test
  void comparesAlgorithmsOnTheSameFolds() {
    Dataset data = ShopDataset.of("d", 600, 1, 30, 7).read();

    TrainedModel best = train(data, COMPARE, SMALL);

    assertThat(best.algorithms()).hasSize(3);
    assertThat(best.algorithms())
        .isSortedAccordingTo(
            Comparator.comparingDouble(AlgorithmComparison::validationAuc).reversed());
    AlgorithmComparison published = best.algorithms().getFirst();
    assertThat(published.published()).isTrue();
    assertThat(published.parameters()).isEqualTo(best.parameters());
    assertThat(published.auc()).isEqualTo(best.evaluation().auc());
    for (AlgorithmComparison each : best.algorithms()) {
      Algorithm algorithm = Algorithm.of(each.parameters());
      TrainedModel alone = alone(data, algorithm);
      assertThat(each.parameters()).as("%s alone", algorithm).isEqualTo(alone.parameters());
      assertThat(each.auc()).as("%s alone", algorithm).isEqualTo(alone.evaluation().auc());
      if (!each.published()) {
        assertThat(each.difference()).isEqualTo(published.auc() - each.auc());
        boolean[] churned = data.churned(best.split().test());
        int[] customers =
            Arrays.stream(best.split().test()).map(row -> data.customerHash(row)).toArray();
        Interval paired =
            Bootstrap.of(churned, customers, best.parameters().seed())
                .aucDifference(best.testScores(), alone.testScores());
        assertThat(each.low()).isEqualTo(paired.low());
        assertThat(each.high()).isEqualTo(paired.high());
      }
    }
    assertThat(train(data, COMPARE, SMALL).algorithms()).isEqualTo(best.algorithms());
  }

  @Test
  void publishesTheAlgorithmThatIsNamedThoughAnotherIsBetterInTheFolds() {
    Dataset data = ShopDataset.of("d", 600, 1, 30, 7).read();
    Algorithm last = Algorithm.of(train(data, COMPARE, SMALL).algorithms().getLast().parameters());

    TrainedModel named = train(data, COMPARE, SMALL, "'algorithm': '%s'".formatted(last));

    assertThat(Algorithm.of(named.parameters())).isEqualTo(last);
    assertThat(named.algorithms().getLast().published()).isTrue();
    assertThat(named.algorithms().getLast().auc()).isEqualTo(named.evaluation().auc());
    assertThat(named.algorithms().getFirst().difference()).isNegative();
    assertThat(named.fitted().compiled())
        .as("alone as in company")
        .isEqualTo(alone(data, last).fitted().compiled());
  }

  @Test
  void growsAsManyTreesAsItSaysInAllFolds() {
    Dataset data = ShopDataset.of("d", 400, 1, 30, 3).read();
    var progress = new RunProgress();

    trainAndJudge.train(
        data, Requests.of("churn", "d", FOLDS, COMPARE, SMALL, "'algorithm': 'forest'"), progress);

    int grown = 4 * (12 + 7) + 12;
    assertThat(progress.state())
        .isEqualTo(new RunProgress.State(RunPhase.JUDGING, grown, grown, 0, 0, 12, 12, null));
  }

  @Test
  void countsTheFoldsOfWhatGrowsNoTrees() {
    var progress = new RunProgress();

    trainAndJudge.train(
        ShopDataset.of("d", 400, 1, 30, 3).read(),
        Requests.of("churn", "d", FOLDS, "'algorithm': 'logistic-regression'"),
        progress);

    assertThat(progress.state())
        .isEqualTo(new RunProgress.State(RunPhase.JUDGING, 0, 0, 0, 0, 4, 4, null));
  }

  @Test
  void stopsBetweenFoldsWhenItIsInterrupted() throws InterruptedException {
    Dataset data = ShopDataset.of("d", 2_000, 1, 30, 9).read();
    var progress = new RunProgress();
    var ended = new AtomicReference<Throwable>();
    RunRequest request =
        Requests.of("churn", "d", FOLDS, COMPARE, "'parameters': {'trees': 200, 'rounds': 1000}");
    Thread training =
        Thread.ofPlatform()
            .start(() -> {
              try {
                trainAndJudge.train(data, request, progress);
              } catch (CancellationException e) {
                ended.set(e);
              }
            });
    await().until(() -> progress.state().grownTrees() > 2 * 200);

    training.interrupt();
    training.join();

    assertThat(ended.get()).isInstanceOf(CancellationException.class);
    assertThat(progress.state().grownTrees()).isLessThan(progress.state().askedTrees());
  }

  private TrainedModel alone(Dataset data, Algorithm algorithm) {
    String parameters =
        switch (algorithm) {
          case FOREST -> "'trees': 12";
          case XGBOOST -> "'rounds': 7";
          case LOGISTIC_REGRESSION -> "";
        };
    return train(
        data, "'algorithm': '%s'".formatted(algorithm), "'parameters': {%s}".formatted(parameters));
  }

  private TrainedModel train(Dataset data, String... fields) {
    String[] all = Stream.concat(Stream.of(FOLDS), Stream.of(fields)).toArray(String[]::new);
    return trainAndJudge.train(data, Requests.of("churn", "d", all), new RunProgress());
  }
}
