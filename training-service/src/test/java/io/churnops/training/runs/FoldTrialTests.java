package io.churnops.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.ForestParameters;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.datasets.Split;
import io.churnops.training.evaluation.BaselineComparison;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FoldTrialTests {

  private static final String FOLDS = "'split': {'method': 'k-fold', 'folds': 4}";

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

  private TrainedModel train(Dataset data, String field) {
    return trainAndJudge.train(data, Requests.of("churn", "d", FOLDS, field), new RunProgress());
  }
}
