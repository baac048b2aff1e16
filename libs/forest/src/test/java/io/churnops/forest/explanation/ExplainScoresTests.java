package io.churnops.forest.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.Boosted;
import io.churnops.forest.BoostedTrees;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.DecisionTrees;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.FlatTree;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.InvalidInputException;
import io.churnops.forest.LabelledRow;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.LogisticRegression;
import io.churnops.forest.Tables;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.baseline.BaselineProfile;
import io.churnops.forest.tribuo.LogisticTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ExplainScoresTests {

  /** The tree of AND: 40 rows without the first input, 20 with the first alone, 20 with both. */
  @Test
  void sharesAnAndAsTheDefinitionDoes() {
    FlatTree tree = new FlatTree();
    int first = tree.split(0, 0, 0.5f, 0.25, 80);
    tree.leaf(first, 0, 40);
    int second = tree.split(first + 1, 1, 0.5f, 0.5, 40);
    tree.leaf(second, 0, 20);
    tree.leaf(second + 1, 1, 20);

    Explanation both =
        new TreeShap(CompiledForest.of(2, List.of(tree))).explain(new float[] {1, 1});

    // nothing known 1/4; the first alone 1/2; the second alone 1/2; both 1
    assertThat(both.base()).isEqualTo(0.25);
    assertThat(both.contributions().get(0)).isEqualTo(0.375, within(1e-15));
    assertThat(both.contributions().get(1)).isEqualTo(0.375, within(1e-15));
  }

  @Test
  void countsTheWorkOfARow() {
    FlatTree tree = new FlatTree();
    int first = tree.split(0, 0, 0.5f, 0.25, 80);
    tree.leaf(first, 0, 40);
    int second = tree.split(first + 1, 1, 0.5f, 0.5, 40);
    tree.leaf(second, 0, 20);
    tree.leaf(second + 1, 1, 20);

    // a path of two inputs takes one moment, of three two: nodes × moments
    assertThat(new TreeShap(CompiledForest.of(2, List.of(tree))).steps()).isEqualTo(5);
    assertThat(new TreeShap(CompiledForest.of(2, List.of(tree, tree))).steps()).isEqualTo(10);
  }

  @Test
  void stopsBetweenTreesWhenInterrupted() {
    FlatTree tree = new FlatTree();
    tree.leaf(0, 0.5, 10);
    TreeShap shap = new TreeShap(CompiledForest.of(1, List.of(tree)));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> shap.explain(new float[] {1}))
          .isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void givesTheShapleyValuesOfAllSubsets() {
    Tables.Known shop = Tables.shop(600, 3);
    CompiledForest forest =
        new ForestTrainer(1)
            .train(
                shop.table(),
                ForestParameters.defaults()
                    .withTrees(7)
                    .withMinLeafSize(3)
                    .withMaxDepth(9)
                    .withFeatureFraction(0.5));
    TreeShap shap = new TreeShap(forest);
    for (int row = 0; row < 40; row++) {
      float[] values = shop.table().row(row);
      double[] naive = shapley(forest, values);

      Explanation explanation = shap.explain(values);

      for (int input = 0; input < values.length; input++) {
        assertThat(explanation.contributions().get(input))
            .as("row %d, input %d", row, input)
            .isEqualTo(naive[input], within(1e-12));
      }
      assertThat(explanation.total()).isEqualTo(forest.score(values), within(1e-12));
      assertThat(explanation.contributions().getLast()).as("a constant").isZero();
    }
  }

  @Test
  void staysExactInTheDeepestTrees() {
    Tables.Known shop = Tables.shop(4_000, 4);
    CompiledForest forest =
        new ForestTrainer(1)
            .train(
                shop.table(),
                ForestParameters.defaults()
                    .withTrees(5)
                    .withMinLeafSize(1)
                    .withMaxDepth(ForestParameters.MAX_DEPTH));
    for (int row = 0; row < 100; row++) {
      float[] values = shop.table().row(row);
      assertThat(new TreeShap(forest).explain(values).total())
          .isEqualTo(forest.score(values), within(1e-9));
    }
  }

  @Test
  void takesBoostedTreesApartInLogOdds() {
    BoostedTrees boosted = Boosted.example(5);
    var random = new SplittableRandom(8);
    TreeShap explain = new TreeShap(boosted);
    for (int i = 0; i < 60; i++) {
      float[] row = Boosted.row(5, random);
      double[] naive = shapley(boosted, row);

      Explanation explanation = explain.explain(row);

      assertThat(explanation.unit()).isEqualTo(Explanation.Unit.LOG_ODDS);
      for (int input = 0; input < row.length; input++) {
        assertThat(explanation.contributions().get(input))
            .as("row %d, input %d", i, input)
            .isEqualTo(naive[input], within(1e-12));
      }
      assertThat(1 / (1 + Math.exp(-explanation.total())))
          .isEqualTo(boosted.score(row), within(1e-12));
    }
  }

  @Test
  void explainsNoForestWithoutCovers() {
    FlatTree tree = new FlatTree();
    int left = tree.split(0, 0, 0.5f, 0.5, 0);
    tree.leaf(left, 0, 0);
    tree.leaf(left + 1, 1, 0);

    assertThat(TreeShap.knowsCovers(CompiledForest.of(1, List.of(tree)))).isFalse();
  }

  @Test
  void takesARegressionApartAgainstItsMeans() {
    List<InputColumn> columns =
        List.of(
            new InputColumn("orders", InputType.NUMBER),
            new InputColumn("country", InputType.CATEGORY));
    List<LabelledRow> rows = rows();
    ForestInputs inputs = ForestInputs.fit(columns, rows);
    TrainingTable table = TrainingTable.of(inputs, rows);
    LogisticRegression regression =
        LogisticTrainer.train(inputs, table, LogisticParameters.defaults(), "rows").compiled();
    List<FeatureRow> features = rows.stream().map(LabelledRow::row).toList();
    BaselineProfile baseline = BaselineProfile.of(columns, features, new double[] {0.5});
    ExplainScores explain = ExplainScores.of(regression, inputs, baseline).orElseThrow();
    double[] sums = new double[columns.size()];
    for (FeatureRow row : features) {
      float[] encoded = inputs.encode(row);
      Explanation explanation = explain.explain(encoded);
      assertThat(1 / (1 + Math.exp(-explanation.total())))
          .isEqualTo(regression.score(encoded), within(1e-12));
      Arrays.setAll(sums, i -> sums[i] + explanation.contributions().get(i));
    }
    // over the rows it learnt from, the contributions of every input cancel out
    assertThat(sums[0] / rows.size()).isEqualTo(0, within(1e-9));
    assertThat(sums[1] / rows.size()).isEqualTo(0, within(1e-9));
    // a country the model has not seen counts as a missing one
    assertThat(explain.explain(inputs.encode(FeatureRow.of(Arrays.asList(1, "XX")))))
        .isEqualTo(explain.explain(inputs.encode(FeatureRow.of(Arrays.asList(1, null)))));
  }

  @Test
  void refusesRowsThatDoNotFit() {
    FlatTree tree = new FlatTree();
    tree.leaf(0, 0.5, 10);
    TreeShap shap = new TreeShap(CompiledForest.of(1, List.of(tree)));

    assertThat(shap.explain(new float[] {1}).contributions()).containsExactly(0.0);
    assertThatThrownBy(() -> shap.explain(new float[] {1, 2}))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> shap.explain(new float[] {Float.NaN}))
        .isInstanceOf(InvalidInputException.class);
  }

  private static List<LabelledRow> rows() {
    var random = new SplittableRandom(11);
    var rows = new ArrayList<LabelledRow>();
    for (int i = 0; i < 500; i++) {
      Double orders = random.nextInt(9) == 0 ? null : (double) random.nextInt(20);
      String country = random.nextInt(7) == 0 ? null : List.of("DE", "FR", "IT").get(i % 3);
      boolean churned = random.nextDouble() < (orders == null ? 0.7 : 1 / (1 + orders / 4));
      rows.add(new LabelledRow(FeatureRow.of(Arrays.asList(orders, country)), churned));
    }
    return rows;
  }

  /** By the definition: what an input adds, over all subsets of the others. */
  private static double[] shapley(DecisionTrees trees, float[] row) {
    double[] values = new double[row.length];
    for (int subset = 0; subset < 1 << row.length; subset++) {
      double without = expected(trees, row, subset);
      int size = Integer.bitCount(subset);
      for (int input = 0; input < row.length; input++) {
        if ((subset >> input & 1) == 0) {
          double weight =
              factorial(size) * factorial(row.length - size - 1) / factorial(row.length);
          values[input] += weight * (expected(trees, row, subset | 1 << input) - without);
        }
      }
    }
    return values;
  }

  private static double factorial(int n) {
    return n <= 1 ? 1 : n * factorial(n - 1);
  }

  private static double expected(DecisionTrees trees, float[] row, int known) {
    double sum = 0;
    for (int tree = 0; tree < trees.trees(); tree++) {
      sum += expected(trees, trees.root(tree), row, known);
    }
    return sum;
  }

  private static double expected(DecisionTrees trees, int node, float[] row, int known) {
    if (trees.isLeaf(node)) {
      return trees.leafValue(node);
    }
    int left = trees.left(node);
    if ((known >> trees.feature(node) & 1) == 1) {
      boolean right = trees.goesRight(node, row[trees.feature(node)]);
      return expected(trees, right ? left + 1 : left, row, known);
    }
    return trees.part(node, left) * expected(trees, left, row, known)
        + trees.part(node, left + 1) * expected(trees, left + 1, row, known);
  }
}
