package io.churnops.forest.explanation;

import io.churnops.forest.BoostedTrees;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.DecisionTrees;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Exact Shapley values of what the leaves of trees add up to. An input that is not known goes both
 * ways at a split, in proportion to the training rows that did (Lundberg, Erion and Lee, Consistent
 * Individualized Feature Attribution for Tree Ensembles, 2018).
 *
 * <p>What an input adds to a leaf, over all orders in which the inputs may become known, is the
 * integral over the moment t from 0 to 1 at which its own turn comes: each other input of the path
 * is known by then with probability t. That is a polynomial of t, whose degree is below the number
 * of inputs on the path, so that half as many points of {@link GaussLegendre} give it exactly. One
 * walk over each tree carries the products down and gathers the leaves on the way back: the time is
 * that of nodes × points.
 */
final class TreeShap implements ExplainScores {

  private final DecisionTrees trees;
  private final Explanation.Unit unit;
  private final double base;
  private final int deepest;
  private final GaussLegendre moments;
  private final long steps;

  TreeShap(CompiledForest forest) {
    this(forest, Explanation.Unit.PROBABILITY);
  }

  TreeShap(BoostedTrees boosted) {
    this(boosted, Explanation.Unit.LOG_ODDS);
  }

  private TreeShap(DecisionTrees trees, Explanation.Unit unit) {
    this.trees = trees;
    this.unit = unit;
    double sum = 0;
    int depth = 0;
    long nodes = 0;
    for (int tree = 0; tree < trees.trees(); tree++) {
      sum += mean(trees.root(tree));
      depth = Math.max(depth, trees.depth(tree));
      nodes += nodes(trees.root(tree));
    }
    base = sum;
    deepest = depth;
    moments = GaussLegendre.of(Math.max(1, (Math.min(depth, trees.inputs()) + 1) / 2));
    steps = nodes * moments.count();
  }

  /** Whether the forest tells of every node how many rows it saw. */
  static boolean knowsCovers(CompiledForest forest) {
    return IntStream.range(0, forest.nodes()).allMatch(node -> forest.cover(node) > 0);
  }

  private double mean(int node) {
    if (trees.isLeaf(node)) {
      return trees.leafValue(node);
    }
    int left = trees.left(node);
    return trees.part(node, left) * mean(left) + trees.part(node, left + 1) * mean(left + 1);
  }

  private long nodes(int node) {
    return trees.isLeaf(node) ? 1 : 1 + nodes(trees.left(node)) + nodes(trees.left(node) + 1);
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public Explanation explain(float[] row) {
    trees.score(row); // refuses what does not fit
    var walk = new Walk(row);
    for (int tree = 0; tree < trees.trees(); tree++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted after " + tree + " trees");
      }
      walk.from(trees.root(tree), 0);
    }
    return new Explanation(unit, base, Arrays.stream(walk.sums).boxed().toList());
  }

  /**
   * One row on its way through trees. At moment t, an input that the path has met lets {@code t +
   * (1 − t) × unknown} of the training rows pass while the row itself would come along, and {@code
   * (1 − t) × unknown} once it would stray. What the input adds to a leaf behind is the derivative
   * of that by t, in place of that, times what all the others let pass.
   */
  private final class Walk {

    private final float[] row;
    private final double[] sums;

    /** By input, the part of the rows that goes this way when it is not known. */
    private final double[] unknown;

    /** By input and moment, one by what it lets pass, as long as the row would come along. */
    private final double[][] inverse;

    private final boolean[] strayed;

    /** By level and moment, what all inputs of the path let pass, times the moment's weight. */
    private final double[][] passed = new double[deepest + 1][moments.count()];

    /**
     * By level and moment, what is gathered of all leaves below: what passed, times the leaf's
     * value.
     */
    private final double[][] gathered = new double[deepest + 1][moments.count()];

    /** By level and moment, what the last input's share of what is gathered changes by. */
    private final double[][] gains = new double[deepest + 1][moments.count()];

    private final double[][] inverses = new double[deepest + 1][moments.count()];

    Walk(float[] row) {
      this.row = row;
      sums = new double[row.length];
      unknown = new double[row.length];
      inverse = new double[row.length][];
      strayed = new boolean[row.length];
      double[] ones = new double[moments.count()];
      Arrays.fill(ones, 1);
      Arrays.fill(unknown, 1);
      Arrays.fill(inverse, ones);
      passed[0] = moments.weights();
    }

    void from(int node, int level) {
      double[] here = gathered[level];
      if (trees.isLeaf(node)) {
        double value = trees.leafValue(node);
        for (int i = 0; i < here.length; i++) {
          here[i] = passed[level][i] * value;
        }
        return;
      }
      Arrays.fill(here, 0);
      int left = trees.left(node);
      int input = trees.feature(node);
      boolean goesRight = trees.goesRight(node, row[input]);
      through(left, level, input, trees.part(node, left), !goesRight);
      through(left + 1, level, input, trees.part(node, left + 1), goesRight);
    }

    private void through(int child, int level, int input, double part, boolean along) {
      boolean strayedBefore = strayed[input];
      double unknownBefore = unknown[input];
      double[] inverseBefore = inverse[input];
      if (strayedBefore) {
        strayOn(level, part);
      } else if (along) {
        comeAlong(level, input, part);
      } else {
        stray(level, input, part);
      }
      from(child, level + 1);
      strayed[input] = strayedBefore;
      unknown[input] = unknownBefore;
      inverse[input] = inverseBefore;
      gather(level, input);
    }

    private void comeAlong(int level, int input, double part) {
      double before = unknown[input];
      double now = before * part;
      double[] inverseBefore = inverse[input];
      double[] inverseNow = inverses[level + 1];
      for (int i = 0; i < inverseNow.length; i++) {
        double moment = moments.points()[i];
        double passes = moment + (1 - moment) * now;
        inverseNow[i] = 1 / passes;
        passed[level + 1][i] = passed[level][i] * inverseBefore[i] * passes;
        gains[level + 1][i] = (1 - now) * inverseNow[i] - (1 - before) * inverseBefore[i];
      }
      unknown[input] = now;
      inverse[input] = inverseNow;
    }

    private void stray(int level, int input, double part) {
      double before = unknown[input];
      double[] inverseBefore = inverse[input];
      for (int i = 0; i < inverseBefore.length; i++) {
        double rest = 1 - moments.points()[i];
        passed[level + 1][i] = passed[level][i] * inverseBefore[i] * rest * before * part;
        gains[level + 1][i] = -1 / rest - (1 - before) * inverseBefore[i];
      }
      strayed[input] = true;
    }

    /** The other way again: the derivative shrinks as what passes does. */
    private void strayOn(int level, double part) {
      for (int i = 0; i < passed[level].length; i++) {
        passed[level + 1][i] = passed[level][i] * part;
      }
      Arrays.fill(gains[level + 1], 0);
    }

    private void gather(int level, int input) {
      double[] below = gathered[level + 1];
      double[] gain = gains[level + 1];
      double sum = 0;
      for (int i = 0; i < below.length; i++) {
        sum += below[i] * gain[i];
        gathered[level][i] += below[i];
      }
      sums[input] += sum;
    }
  }
}
