package io.churnops.forest.tribuo;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.FlatTree;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.TrainingTable;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Forests from compiled to Tribuo's form and back. */
public final class TribuoForests {

  /** How far a Tribuo model's score may be from the compiled one's: rounding, no more. */
  private static final double TOLERANCE = 1e-12;

  private TribuoForests() {}

  /**
   * A compiled forest as a Tribuo model.
   *
   * @param table the table it was trained on; its columns become the model's features
   * @param source says where the rows of the table come from
   */
  public static WeightedEnsembleModel<Label> export(
      CompiledForest forest,
      TrainingTable table,
      ForestParameters parameters,
      String source,
      Instant trainedAt) {
    var provenance =
        new SimpleDataSourceProvenance(
            source, trainedAt.atOffset(ZoneOffset.UTC), new LabelFactory());
    var trainer =
        new HistogramForestTrainer(
            parameters, new ForestTrainer(1), InstantSource.fixed(trainedAt));
    return new TribuoExport(parameters, trainer.getProvenance(), Map.of(), trainedAt)
        .export(forest, new TableDataset(table, provenance));
  }

  /**
   * A Tribuo forest that averages the leaf distributions of its trees, compiled; without covers,
   * which Tribuo does not keep. Tribuo does not show how a model combines its trees, so both forms
   * score the rows given, and must agree.
   *
   * @param inputs the names of the forest's inputs in order; every feature of the model is one
   * @throws IllegalArgumentException if it is no forest of trees over these inputs, or scores any
   *     of the rows differently
   */
  public static CompiledForest compile(
      Model<Label> model, List<String> inputs, Iterable<float[]> rowsToCompare) {
    if (!(model instanceof WeightedEnsembleModel<Label> ensemble)) {
      throw new IllegalArgumentException(model.getClass().getSimpleName() + " is no ensemble");
    }
    int[] columns = columns(model.getFeatureIDMap(), inputs);
    var trees = new ArrayList<FlatTree>();
    for (Model<Label> member : ensemble.getModels()) {
      if (!(member instanceof TreeModel<Label> tree)) {
        throw new IllegalArgumentException(member.getClass().getSimpleName() + " is no tree");
      }
      var flat = new FlatTree();
      flatten(tree.getRoot(), 0, flat, columns, inputs.size());
      trees.add(flat);
    }
    CompiledForest compiled = CompiledForest.of(inputs.size(), trees);
    rowsToCompare.forEach(row -> compare(model, compiled, inputs, row));
    return compiled;
  }

  /** The churn probability a Tribuo model gives an encoded row. */
  public static double score(Model<Label> model, List<String> inputs, float[] row) {
    double[] values = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      values[i] = row[i];
    }
    var example = new ArrayExample<>(ChurnLabels.of(false), inputs.toArray(String[]::new), values);
    if (model.getFeatureIDMap().size() > inputs.size()) {
      addMirrors(example, inputs, row);
    }
    return churnScore(model, example);
  }

  private static void addMirrors(ArrayExample<Label> example, List<String> inputs, float[] row) {
    List<String> mirrors = MirroredColumns.names(inputs);
    for (int i = 0; i < row.length; i++) {
      example.add(mirrors.get(i), MirroredColumns.mirrored(row[i]));
    }
  }

  /** The churn probability a Tribuo model gives an example. */
  static double churnScore(Model<Label> model, Example<Label> example) {
    return share(model.predict(example).getOutputScores());
  }

  private static void compare(
      Model<Label> model, CompiledForest compiled, List<String> inputs, float[] row) {
    double expected = score(model, inputs, row);
    double actual = compiled.score(row);
    if (!(Math.abs(expected - actual) <= TOLERANCE)) {
      throw new IllegalArgumentException(
          "the Tribuo model scores a row " + expected + ", its compiled form " + actual);
    }
  }

  private static int[] columns(ImmutableFeatureMap features, List<String> inputs) {
    var places = new HashMap<String, Integer>();
    List<String> mirrors = MirroredColumns.names(inputs);
    for (int i = 0; i < inputs.size(); i++) {
      places.put(inputs.get(i), i);
      places.put(mirrors.get(i), inputs.size() + i);
    }
    int[] columns = new int[features.size()];
    for (int id = 0; id < columns.length; id++) {
      String name = features.get(id).getName();
      Integer place = places.get(name);
      if (place == null) {
        throw new IllegalArgumentException("the model's feature " + name + " is no input");
      }
      columns[id] = place;
    }
    return columns;
  }

  /** Numbers from {@code inputs} on are those of mirrors. */
  private static void flatten(Node<Label> node, int at, FlatTree flat, int[] columns, int inputs) {
    switch (node) {
      case LeafNode<Label> leaf -> flat.leaf(at, share(leaf.getDistribution()), 0);
      case SplitNode<Label> split -> {
        float threshold = roundedDown(split.splitValue());
        int column = columns[split.getFeatureID()];
        int left = flat.split(at, column % inputs, threshold, column >= inputs, 0, 0);
        flatten(split.getLessThanOrEqual(), left, flat, columns, inputs);
        flatten(split.getGreaterThan(), left + 1, flat, columns, inputs);
      }
      default -> throw new IllegalArgumentException("a tree holds a " + node.getClass());
    }
  }

  private static double share(Map<String, Label> distribution) {
    Label churned = distribution.get(ChurnLabels.CHURNED);
    if (churned == null) {
      throw new IllegalArgumentException(
          "the model has no label " + ChurnLabels.CHURNED + " but " + distribution.keySet());
    }
    return churned.getScore();
  }

  /** The greatest float at most this; float values compare with it as with the double. */
  private static float roundedDown(double value) {
    float rounded = (float) value;
    return rounded > value ? Math.nextDown(rounded) : rounded;
  }
}
