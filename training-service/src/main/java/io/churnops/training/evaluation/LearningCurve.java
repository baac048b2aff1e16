package io.churnops.training.evaluation;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.CompiledModel;
import java.util.ArrayList;
import java.util.List;

/** The AUC of a forest's first trees: whether more of them would still help. */
public final class LearningCurve {

  private static final int STEPS = 10;

  private LearningCurve() {}

  /** The curve of a forest; of what is not made of trees, none. */
  public static List<Point> of(CompiledModel model, float[][] rows, boolean[] churned) {
    return model instanceof CompiledForest forest ? ofForest(forest, rows, churned) : List.of();
  }

  /** The AUC on encoded rows after each tenth of the trees, all of them last. */
  private static List<Point> ofForest(CompiledForest forest, float[][] rows, boolean[] churned) {
    var points = new ArrayList<Point>();
    double[] sums = new double[rows.length];
    int step = Math.max(1, forest.trees() / STEPS);
    for (int tree = 0; tree < forest.trees(); tree++) {
      for (int row = 0; row < rows.length; row++) {
        sums[row] += forest.share(leaf(forest, tree, rows[row]));
      }
      int trees = tree + 1;
      if (trees % step == 0 || trees == forest.trees()) {
        points.add(new Point(trees, Ranking.of(sums, churned).auc()));
      }
    }
    return List.copyOf(points);
  }

  private static int leaf(CompiledForest forest, int tree, float[] row) {
    int node = forest.root(tree);
    while (!forest.isLeaf(node)) {
      boolean right = forest.goesRight(node, row[forest.feature(node)]);
      node = forest.left(node) + (right ? 1 : 0);
    }
    return node;
  }

  /** One point of the curve. */
  public record Point(int trees, double auc) {}
}
