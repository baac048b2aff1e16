package io.churnops.forest.tribuo;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tribuo.Dataset;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.AbstractCARTTrainer;
import org.tribuo.common.tree.AbstractTrainingNode;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;

/**
 * A Tribuo tree trainer whose tree is already grown. Only a subclass of Tribuo's CART trainer can
 * make a {@code TreeModel}; it asks the root for its tree, and this one's root answers with a tree
 * of a compiled forest. Of the dataset it is given, only domains and provenance are used.
 */
final class GrownTreeTrainer extends AbstractCARTTrainer<Label> {

  private final CompiledForest forest;
  private final int tree;
  private final int[] featureIds;

  /**
   * Hands over one tree of a forest.
   *
   * @param featureIds of its inputs, then of their mirrors, of which only those it needs matter
   */
  GrownTreeTrainer(CompiledForest forest, int tree, int[] featureIds, ForestParameters parameters) {
    super(
        parameters.maxDepth(),
        parameters.minLeafSize(),
        0,
        (float) parameters.featureFraction(),
        false,
        parameters.seed());
    this.forest = forest;
    this.tree = tree;
    this.featureIds = featureIds.clone();
    postConfig();
  }

  @Override
  public TrainerProvenance getProvenance() {
    return new TrainerProvenanceImpl(this);
  }

  @Override
  protected AbstractTrainingNode<Label> mkTrainingNode(
      Dataset<Label> examples, AbstractTrainingNode.LeafDeterminer leafDeterminer) {
    return new GrownRoot(leafDeterminer);
  }

  private Node<Label> convert(int node) {
    double share = forest.share(node);
    double gini = 2 * share * (1 - share);
    if (forest.isLeaf(node)) {
      return leaf(share, gini);
    }
    int left = forest.left(node);
    int feature = forest.feature(node) + (forest.missingGoesRight(node) ? forest.inputs() : 0);
    return new SplitNode<>(
        forest.threshold(node), featureIds[feature], gini, convert(left + 1), convert(left));
  }

  private static LeafNode<Label> leaf(double share, double gini) {
    Map<String, Label> distribution = new LinkedHashMap<>();
    distribution.put(ChurnLabels.STAYED, new Label(ChurnLabels.STAYED, 1 - share));
    distribution.put(ChurnLabels.CHURNED, new Label(ChurnLabels.CHURNED, share));
    String likelier = share > 0.5 ? ChurnLabels.CHURNED : ChurnLabels.STAYED;
    Label output = new Label(likelier, Math.max(share, 1 - share));
    return new LeafNode<>(gini, output, distribution, true);
  }

  /** The root Tribuo's loop sees: nothing to build, the whole tree to convert. */
  private final class GrownRoot extends AbstractTrainingNode<Label> {

    GrownRoot(LeafDeterminer leafDeterminer) {
      super(0, forest.cover(forest.root(tree)), leafDeterminer);
    }

    @Override
    public List<AbstractTrainingNode<Label>> buildTree(
        int[] featureIndices, SplittableRandom random, boolean useRandomSplitPoints) {
      return List.of();
    }

    @Override
    public Node<Label> convertTree() {
      return convert(forest.root(tree));
    }

    @Override
    public float getWeightSum() {
      return numExamples;
    }

    @Override
    public double getImpurity() {
      return 0;
    }
  }
}
