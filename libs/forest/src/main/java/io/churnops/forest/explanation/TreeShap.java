package io.churnops.forest.explanation;

import io.churnops.forest.BoostedTrees;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.DecisionTrees;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Exact Shapley values of what the leaves of trees add up to (Lundberg, Erion and Lee, Consistent
 * Individualized Feature Attribution for Tree Ensembles, 2018, algorithm 2). An input that is not
 * known goes both ways at a split, in proportion to the training rows that did. The time is that of
 * trees × leaves × depth².
 */
final class TreeShap implements ExplainScores {

  private final DecisionTrees trees;
  private final Explanation.Unit unit;
  private final double base;
  private final int deepest;
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
    long work = 0;
    for (int tree = 0; tree < trees.trees(); tree++) {
      sum += mean(trees.root(tree));
      depth = Math.max(depth, trees.depth(tree));
      work += steps(trees.root(tree), 0);
    }
    base = sum;
    deepest = depth;
    steps = work;
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

  /** An input met twice on the way to a leaf lengthens the path but once. */
  private long steps(int node, int level) {
    if (trees.isLeaf(node)) {
      long inputs = Math.min(level, trees.inputs());
      return 1 + inputs * inputs;
    }
    int left = trees.left(node);
    return steps(left, level + 1) + steps(left + 1, level + 1);
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public Explanation explain(float[] row) {
    trees.score(row); // refuses what does not fit
    double[] sums = new double[row.length];
    var walk = new Walk(row, sums);
    for (int tree = 0; tree < trees.trees(); tree++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted after " + tree + " trees");
      }
      walk.from(trees.root(tree), 0, -1, 1, 1);
    }
    return new Explanation(unit, base, Arrays.stream(sums).boxed().toList());
  }

  /**
   * One row on its way through trees. Each level of a tree has a path of its own: per input met
   * once, the part of all rows that would come this far if the input were not known, whether this
   * row would if it were, and the weight of the subsets of known inputs of each size.
   */
  private final class Walk {

    private final float[] row;
    private final double[] sums;
    private final Path[] paths = new Path[deepest + 1];

    Walk(float[] row, double[] sums) {
      this.row = row;
      this.sums = sums;
      Arrays.setAll(paths, _ -> new Path(deepest + 2));
    }

    void from(int node, int level, int input, double unknown, double known) {
      Path path = paths[level];
      if (level == 0) {
        path.clear();
      } else {
        path.copy(paths[level - 1]);
      }
      double unknownBefore = 1;
      double knownBefore = 1;
      int met = path.find(input);
      if (met >= 0) {
        unknownBefore = path.unknown[met];
        knownBefore = path.known[met];
        path.remove(met);
      }
      path.add(input, unknown * unknownBefore, known * knownBefore);
      if (trees.isLeaf(node)) {
        addLeaf(path, trees.leafValue(node));
        return;
      }
      int left = trees.left(node);
      int feature = trees.feature(node);
      boolean goesRight = trees.goesRight(node, row[feature]);
      from(left, level + 1, feature, trees.part(node, left), goesRight ? 0 : 1);
      from(left + 1, level + 1, feature, trees.part(node, left + 1), goesRight ? 1 : 0);
    }

    /** The path begins with an element of no input. */
    private void addLeaf(Path path, double value) {
      for (int place = 1; place < path.length; place++) {
        double weight = path.weightWithout(place);
        sums[path.inputs[place]] += weight * (path.known[place] - path.unknown[place]) * value;
      }
    }
  }

  /** The inputs between the root and a node. */
  private static final class Path {

    private final int[] inputs;
    private final double[] unknown;
    private final double[] known;
    private final double[] weights;
    private int length;

    Path(int room) {
      inputs = new int[room];
      unknown = new double[room];
      known = new double[room];
      weights = new double[room];
    }

    void clear() {
      length = 0;
    }

    void copy(Path other) {
      length = other.length;
      System.arraycopy(other.inputs, 0, inputs, 0, length);
      System.arraycopy(other.unknown, 0, unknown, 0, length);
      System.arraycopy(other.known, 0, known, 0, length);
      System.arraycopy(other.weights, 0, weights, 0, length);
    }

    int find(int input) {
      for (int place = 1; place < length; place++) {
        if (inputs[place] == input) {
          return place;
        }
      }
      return -1;
    }

    void add(int input, double unknownPart, double knownPart) {
      int last = length++;
      inputs[last] = input;
      unknown[last] = unknownPart;
      known[last] = knownPart;
      weights[last] = last == 0 ? 1 : 0;
      for (int i = last - 1; i >= 0; i--) {
        weights[i + 1] += knownPart * weights[i] * (i + 1) / (last + 1);
        weights[i] = unknownPart * weights[i] * (last - i) / (last + 1);
      }
    }

    void remove(int place) {
      int last = --length;
      double next = weights[last];
      for (int i = last - 1; i >= 0; i--) {
        if (known[place] == 0) {
          weights[i] = weights[i] * (last + 1) / (unknown[place] * (last - i));
        } else {
          double before = weights[i];
          weights[i] = next * (last + 1) / ((i + 1) * known[place]);
          next = before - weights[i] * unknown[place] * (last - i) / (last + 1);
        }
      }
      for (int i = place; i < last; i++) {
        inputs[i] = inputs[i + 1];
        unknown[i] = unknown[i + 1];
        known[i] = known[i + 1];
      }
    }

    /** The sum of the weights as they would be without one of the inputs. */
    double weightWithout(int place) {
      int last = length - 1;
      double sum = 0;
      double next = weights[last];
      for (int i = last - 1; i >= 0; i--) {
        if (known[place] == 0) {
          sum += weights[i] * (last + 1) / (unknown[place] * (last - i));
        } else {
          double without = next * (last + 1) / ((i + 1) * known[place]);
          sum += without;
          next = weights[i] - without * unknown[place] * (last - i) / (last + 1);
        }
      }
      return sum;
    }
  }
}
