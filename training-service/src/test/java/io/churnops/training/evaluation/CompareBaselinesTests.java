package io.churnops.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.LabelledRow;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompareBaselinesTests {

  private static final List<InputColumn> COLUMNS =
      List.of(
          new InputColumn("orders_30d", InputType.NUMBER),
          new InputColumn("orders_lifetime", InputType.NUMBER),
          new InputColumn("days_since_last_order", InputType.NUMBER),
          new InputColumn("country", InputType.CATEGORY));
  private static final int ROWS = 3_000;

  private final List<LabelledRow> rows = new ArrayList<>();
  private final double[] truth = new double[ROWS];
  private final boolean[] churned = new boolean[ROWS];
  private final Bootstrap bootstrap;

  CompareBaselinesTests() {
    var random = new SplittableRandom(21);
    for (int i = 0; i < ROWS; i++) {
      double orders = Math.exp(2 * random.nextDouble()) - 1;
      Double recency = random.nextInt(10) == 0 ? null : 90 * random.nextDouble();
      boolean abroad = random.nextBoolean();
      double odds =
          1.5 - 1.5 * Math.log1p(orders) + (recency == null ? 1 : recency / 60) + (abroad ? 1 : 0);
      truth[i] = 1 / (1 + Math.exp(-odds));
      churned[i] = random.nextDouble() < truth[i];
      rows.add(
          new LabelledRow(
              FeatureRow.of(
                  Arrays.asList((double) random.nextInt(3), orders, recency, abroad ? "FR" : "DE")),
              churned[i]));
    }
    bootstrap = Bootstrap.of(churned, IntStream.range(0, ROWS).toArray(), 5);
  }

  @Test
  void setsAModelBesideRecencyOrdersAndRegression() {
    List<BaselineComparison> comparisons = with(truth);

    assertThat(comparisons)
        .extracting(BaselineComparison::baseline)
        .containsExactly("recency", "order_count", "logistic_regression");
    assertThat(comparisons.get(1).columns()).containsExactly("orders_lifetime");
    assertThat(comparisons.subList(0, 2)).allMatch(BaselineComparison::beaten);
  }

  /** The truth is a logistic function of the logarithms here, which the regression must find. */
  @Test
  void theRegressionFindsWhatIsLogistic() {
    BaselineComparison regression = with(truth).getLast();

    assertThat(regression.auc()).isCloseTo(BinaryMetrics.auc(truth, churned), within(0.01));
    assertThat(regression.beaten()).isFalse();
  }

  @Test
  void aModelThatLosesToCountingIsSeenToLose() {
    double[] noise = new SplittableRandom(3).doubles(ROWS).toArray();

    assertThat(with(noise))
        .allSatisfy(comparison -> {
          assertThat(comparison.beaten()).isFalse();
          assertThat(comparison.high()).isNegative();
        });
  }

  @Test
  void isAFunctionOfItsRows() {
    assertThat(with(truth)).isEqualTo(with(truth));
  }

  @Test
  void setsNoRegressionBesideARegression() {
    assertThat(with(truth, LogisticParameters.defaults()))
        .extracting(BaselineComparison::baseline)
        .containsExactly("recency", "order_count");
  }

  private List<BaselineComparison> with(double[] scores) {
    return with(scores, ForestParameters.defaults());
  }

  private List<BaselineComparison> with(double[] scores, ModelParameters model) {
    ForestInputs inputs = ForestInputs.fit(COLUMNS, rows);
    float[][] encoded = rows.stream().map(row -> inputs.encode(row.row())).toArray(float[][]::new);
    return new CompareBaselines(inputs, encoded, churned, encoded, churned, model)
        .with(scores, bootstrap);
  }
}
