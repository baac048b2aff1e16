package io.churnops.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.Algorithm;
import io.churnops.forest.ColumnStorage;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.baseline.NumberProfile;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Bootstrap;
import io.churnops.forest.evaluation.ProfitReport;
import io.churnops.forest.evaluation.ThresholdMetrics;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.datasets.Split;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.ColumnStrength;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainAndJudgeTests {

  private final TrainAndJudge trainAndJudge = new TrainAndJudge(new TrainingProperties(2, ""));

  @Test
  void ranksNearlyAsWellAsTheTruthAndBetterThanAnyColumnAlone() {
    ShopDataset shop = ShopDataset.of("d", 1_500, 6, 30, 1);
    Dataset data = shop.read();

    TrainedModel trained = trainAndJudge.train(data, request(100), new RunProgress());

    double[] truth =
        Arrays.stream(trained.split().test())
            .mapToDouble(row -> ShopDataset.churnProbability(shop.lines().get(row)))
            .toArray();
    double best = BinaryMetrics.auc(truth, data.churned(trained.split().test()));
    assertThat(trained.evaluation().auc()).isCloseTo(best, within(0.02));
    assertThat(trained.columns().getFirst().auc()).isLessThan(trained.evaluation().auc());
    assertThat(trained.evaluation().calibrationError()).isLessThan(0.06);
    assertThat(trained.importances().getLast().aucLoss()).isCloseTo(0, within(0.01));
  }

  @Test
  void choosesTheThresholdWithoutLookingAtTheTest() {
    ShopDataset shop = ShopDataset.of("d", 600, 5, 30, 2);
    Dataset data = shop.read();
    TrainedModel trained = trainAndJudge.train(data, request(60), new RunProgress());

    double[] scores = trained.testScores();
    boolean[] churned = data.churned(trained.split().test());
    double best = BinaryMetrics.bestF1Threshold(scores, churned);
    ThresholdMetrics oracle = BinaryMetrics.atThreshold(scores, churned, best);
    assertThat(trained.threshold()).isNotEqualTo(best);
    assertThat(trained.evaluation().decisions().f1())
        .isLessThanOrEqualTo(oracle.f1())
        .isCloseTo(oracle.f1(), within(0.05));
  }

  @Test
  void growsTheSameForestFromTheSameRows() {
    Dataset data = ShopDataset.of("d", 200, 4, 30, 3).read();

    TrainedModel first = trainAndJudge.train(data, request(20), new RunProgress());
    var alone = new TrainAndJudge(new TrainingProperties(1, ""));
    TrainedModel again = alone.train(data, request(20), new RunProgress());

    assertThat(again.fitted().compiled()).isEqualTo(first.fitted().compiled());
    assertThat(again.threshold()).isEqualTo(first.threshold());
    assertThat(again.evaluation()).isEqualTo(first.evaluation());
    assertThat(again.baseline()).isEqualTo(first.baseline());
  }

  @Test
  void choosesAmongAlgorithmsOnValidationUnlessOneIsNamed() {
    Dataset data = ShopDataset.of("d", 600, 5, 30, 9).read();

    TrainedModel best = trainAndJudge.train(data, comparing(null, true), new RunProgress());
    AlgorithmComparison first = best.algorithms().getFirst();
    AlgorithmComparison second = best.algorithms().getLast();
    assertThat(first.validationAuc()).isGreaterThan(second.validationAuc());
    assertThat(first.published()).isTrue();
    assertThat(first.parameters()).isEqualTo(best.parameters());
    assertThat(first.auc()).isEqualTo(best.evaluation().auc());
    assertThat(second.difference()).isEqualTo(first.auc() - second.auc());

    Algorithm named = Algorithm.of(second.parameters());
    TrainedModel asked = trainAndJudge.train(data, comparing(named, true), new RunProgress());
    assertThat(asked.parameters()).isEqualTo(second.parameters());
    assertThat(asked.algorithms().getLast().published()).isTrue();
    assertThat(asked.evaluation().auc()).isEqualTo(second.auc());
    assertThat(
            trainAndJudge
                .train(data, comparing(named, false), new RunProgress())
                .fitted()
                .compiled())
        .as("alone as in company")
        .isEqualTo(asked.fitted().compiled());
  }

  @Test
  void fitsTheComparedForestInFullWhenTheTimeIsUp() {
    Dataset data = ShopDataset.of("d", 300, 5, 30, 13).read();
    RunRequest request =
        Requests.of(
            "churn",
            "d",
            "'algorithm': 'logistic-regression'",
            "'compare': ['forest', 'logistic-regression']",
            "'parameters': {'trees': 30}");
    Split split = Split.of(data, request.splitRequest());
    var now = new AtomicLong();
    TimeBudget budget = TimeBudget.begin(1_000, 2, now::get);
    var fitModel = new FitModel(data, request.growthOptions(), budget, new RunProgress(), 2);
    AlgorithmChoice choice = AlgorithmChoice.of(fitModel, data, split, request);
    now.set(Duration.ofSeconds(2_000).toNanos());

    double[] scores = new double[split.test().length];
    boolean[] churned = data.churned(split.test());
    int[] customers = Arrays.stream(split.test()).map(data::customerHash).toArray();

    assertThat(choice.onTest(scores, Bootstrap.of(churned, customers, 1)))
        .extracting(AlgorithmComparison::parameters)
        .filteredOn(ForestParameters.class::isInstance)
        .singleElement()
        .isEqualTo(request.modelParameters(Algorithm.FOREST, split.training().length));
  }

  @Test
  void growsTheSameForestFromColumnsOnDisk(@TempDir Path folder) {
    ShopDataset shop = ShopDataset.of("d", 200, 4, 30, 3);

    TrainedModel onHeap = trainAndJudge.train(shop.read(), request(20), new RunProgress());
    TrainedModel onDisk =
        trainAndJudge.train(shop.read(ColumnStorage.of(folder, 0)), request(20), new RunProgress());

    assertThat(((CompiledForest) onDisk.fitted().compiled()).encode())
        .isEqualTo(((CompiledForest) onHeap.fitted().compiled()).encode());
    assertThat(onDisk.evaluation()).isEqualTo(onHeap.evaluation());
    assertThat(onDisk.baseline()).isEqualTo(onHeap.baseline());
    assertThat(onDisk.comparisons()).isEqualTo(onHeap.comparisons());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void profilesTheRowsThatTheForestLearntFrom() {
    Dataset data = ShopDataset.of("d", 200, 4, 30, 4).read();

    TrainedModel trained = trainAndJudge.train(data, request(20), new RunProgress());

    assertThat(trained.baseline().features())
        .allSatisfy(feature -> assertThat(feature.rows()).isEqualTo(trained.split().past().length));
    assertThat(trained.baseline().score().rows()).isEqualTo(trained.split().test().length);
    assertThat(trained.baseline().features())
        .filteredOn(NumberProfile.class::isInstance)
        .isNotEmpty()
        .allSatisfy(feature -> {
          List<List<Long>> moments = ((NumberProfile) feature).moments();
          assertThat(moments).hasSizeGreaterThan(1);
          assertThat(moments.stream().flatMap(List::stream).mapToLong(Long::longValue).sum())
              .as("every past row is of one moment")
              .isEqualTo(feature.rows());
        });
  }

  @Test
  void growsSmallLeavesOnASmallTableAndTheUsualOnesOnALargeOne() {
    int usual = ForestParameters.defaults().minLeafSize();

    assertThat(request(20).forestParameters(100).minLeafSize()).isEqualTo(5);
    assertThat(request(20).forestParameters(100_000).minLeafSize()).isEqualTo(usual);
  }

  @Test
  void pointsAtAColumnThatKnowsTheLabel() {
    ShopDataset shop = ShopDataset.of("d", 200, 4, 30, 5);
    shop.lines().replaceAll(ShopDataset.Line::withLeak);

    TrainedModel trained =
        trainAndJudge.train(
            shop.read(), request(20, (RunRequest.ThresholdWish) null, 1.0), new RunProgress());

    assertThat(trained.columns())
        .filteredOn(ColumnStrength::leakSuspect)
        .extracting(ColumnStrength::column)
        .containsExactly("noise");
  }

  @Test
  void refusesColumnsThatSayNothing() {
    ShopDataset shop = ShopDataset.of("d", 200, 4, 30, 6);
    shop.lines().replaceAll(ShopDataset.Line::withoutValues);

    assertThatThrownBy(() -> trainAndJudge.train(shop.read(), request(20), new RunProgress()))
        .isInstanceOfSatisfying(
            DatasetException.class,
            refused -> assertThat(refused.code()).isEqualTo("no_usable_columns"));
  }

  @Test
  void stopsWhereTheModelIsTooGoodToBeTrue() {
    ShopDataset shop = ShopDataset.of("d", 400, 4, 30, 5);
    shop.lines().replaceAll(ShopDataset.Line::withLeak);

    assertThatThrownBy(() -> trainAndJudge.train(shop.read(), request(20), new RunProgress()))
        .isInstanceOfSatisfying(
            DatasetException.class,
            refused -> assertThat(refused.code()).isEqualTo("leak_suspected"))
        .hasMessageContaining("Alone reach most: noise 1.000");
  }

  @Test
  void believesLessOfATableThanOfASplitByTime() {
    RunRequest request = request(20);

    assertThat(request.mostAuc(Split.Method.BY_CUSTOMER)).isEqualTo(0.9);
    assertThat(request.mostAuc(Split.Method.BY_TIME)).isEqualTo(0.98);
    assertThat(request(20, (RunRequest.ThresholdWish) null, 0.95).mostAuc(Split.Method.BY_TIME))
        .isEqualTo(0.95);
  }

  @Test
  void choosesTheThresholdByProfitOnProbabilities() {
    var costs = new RunRequest.Costs(1.0, 10.0, 0.3, 200.0);
    Dataset data = ShopDataset.of("d", 1_500, 5, 30, 8).read();

    TrainedModel trained =
        trainAndJudge.train(
            data, request(60, new RunRequest.ThresholdWish(null, costs), null), new RunProgress());

    ProfitReport profit = Objects.requireNonNull(trained.profit());
    assertThat(profit.breakEven()).isCloseTo(11 / 67.0, within(1e-12));
    assertThat(trained.threshold()).isCloseTo(11 / 67.0, within(0.1));
    assertThat(profit.atThreshold()).isGreaterThan(profit.atHalf());
  }

  @Test
  void growsTheModelThatATimeBudgetEndedAgainFromAsManyTrees() {
    Dataset data = ShopDataset.of("d", 1_000, 5, 30, 9).read();

    TrainedModel hurried =
        trainAndJudge.train(
            data, request(2_000, (RunRequest.RowWeightsWish) null, 1), new RunProgress());
    TrainedModel again =
        trainAndJudge.train(data, request(forest(hurried).trees()), new RunProgress());

    assertThat(((ForestParameters) hurried.asked()).trees()).isEqualTo(2_000);
    assertThat(again.fitted().compiled()).isEqualTo(hurried.fitted().compiled());
    assertThat(again.calibrator()).isEqualTo(hurried.calibrator());
    assertThat(again.evaluation()).isEqualTo(hurried.evaluation());
    assertThat(again.curve()).isEqualTo(hurried.curve());
  }

  @Test
  void learnsMoreFromRecentCustomersWhereOldOnesMislead() {
    ShopDataset shop = ShopDataset.of("d", 500, 5, 30, 10);
    Instant turn = shop.lines().getFirst().cutoff().plus(Duration.ofDays(75));
    shop.lines()
        .replaceAll(line -> {
          boolean churned = Boolean.TRUE.equals(line.churned());
          return line.withLabel(line.cutoff().isBefore(turn) != churned);
        });
    Dataset data = shop.read();
    var recent = new RunRequest.RowWeightsWish(10.0, null);

    double even = trainAndJudge.train(data, request(40), new RunProgress()).evaluation().auc();
    TrainedModel weighted = trainAndJudge.train(data, request(40, recent, null), new RunProgress());

    assertThat(weighted.evaluation().auc()).isGreaterThan(even + 0.1);
  }

  @Test
  void scoresStayProbabilitiesWhereChurnersCountMore() {
    Dataset data = ShopDataset.of("d", 1_000, 5, 30, 11).read();
    var churners = new RunRequest.RowWeightsWish(null, 10.0);

    TrainedModel even = trainAndJudge.train(data, request(40), new RunProgress());
    TrainedModel weighted =
        trainAndJudge.train(data, request(40, churners, null), new RunProgress());

    assertThat(forest(weighted).share(0))
        .as("churners in the first tree's sample")
        .isGreaterThan(forest(even).share(0) + 0.1);
    assertThat(Arrays.stream(weighted.testScores()).average().orElseThrow())
        .isCloseTo(Arrays.stream(even.testScores()).average().orElseThrow(), within(0.05));
  }

  @Test
  void estimatesOutOfBagWhatTheTestSays() {
    Dataset data = ShopDataset.of("d", 1_500, 5, 30, 12).read();

    TrainedModel trained = trainAndJudge.train(data, request(60), new RunProgress());

    assertThat(trained.metrics().get("outOfBagAuc"))
        .isCloseTo(trained.evaluation().auc(), within(0.03));
  }

  private static RunRequest request(
      int trees, RunRequest.@Nullable RowWeightsWish weights, @Nullable Integer seconds) {
    return new RunRequest(
        "churn",
        "d",
        null,
        new RunRequest.Parameters(
            trees, null, null, null, 7L, null, null, weights, seconds, null, null, null, null, null,
            null),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static CompiledForest forest(TrainedModel trained) {
    return (CompiledForest) trained.fitted().compiled();
  }

  private static RunRequest comparing(@Nullable Algorithm algorithm, boolean compare) {
    String named = algorithm == null ? "null" : "'%s'".formatted(algorithm);
    return Requests.of(
        "churn",
        "d",
        "'algorithm': " + named,
        compare ? "'compare': ['forest', 'logistic-regression']" : "'compare': null");
  }

  private static RunRequest request(int trees) {
    return request(trees, (RunRequest.ThresholdWish) null, null);
  }

  private static RunRequest request(
      int trees, RunRequest.@Nullable ThresholdWish threshold, @Nullable Double suspiciousAuc) {
    return new RunRequest(
        "churn",
        "d",
        null,
        new RunRequest.Parameters(
            trees, null, null, null, 7L, null, null, null, null, null, null, null, null, null,
            null),
        null,
        null,
        threshold,
        suspiciousAuc,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
