package io.churnops.training.evaluation;

import io.churnops.forest.BoostedTrees;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.CompiledModel;
import io.churnops.forest.DecisionTrees;
import io.churnops.forest.LogisticRegression;
import java.util.ArrayList;
import java.util.List;

/** The AUC of a model's first trees: whether more of them would still help. */
public final class LearningCurve {

  private static final int STEPS = 10;

  private LearningCurve() {}

  /** The curve of a model of trees, in rounds where it is boosted; of another, none. */
  public static List<Point> of(CompiledModel model, float[][] rows, boolean[] churned) {
    return switch (model) {
      case CompiledForest forest -> of(forest, 1, rows, churned);
      case BoostedTrees boosted -> of(boosted, BoostedTrees.PER_ROUND, rows, churned);
      case LogisticRegression _ -> List.of();
    };
  }

  /** The AUC on encoded rows after each tenth of the trees, all of them last. */
  private static List<Point> of(
      DecisionTrees model, int together, float[][] rows, boolean[] churned) {
    var points = new ArrayList<Point>();
    double[] sums = new double[rows.length];
    int count = model.trees() / together;
    int step = Math.max(1, count / STEPS);
    for (int tree = 0; tree < model.trees(); tree++) {
      for (int row = 0; row < rows.length; row++) {
        sums[row] += model.leafValue(leaf(model, tree, rows[row]));
      }
      int whole = (tree + 1) / together;
      if ((tree + 1) % together == 0 && (whole % step == 0 || whole == count)) {
        points.add(new Point(whole, Ranking.of(sums, churned).auc()));
      }
    }
    return List.copyOf(points);
  }

  private static int leaf(DecisionTrees model, int tree, float[] row) {
    int node = model.root(tree);
    while (!model.isLeaf(node)) {
      boolean right = model.goesRight(node, row[model.feature(node)]);
      node = model.left(node) + (right ? 1 : 0);
    }
    return node;
  }

  /** One point of the curve. */
  public record Point(int trees, double auc) {}
}
