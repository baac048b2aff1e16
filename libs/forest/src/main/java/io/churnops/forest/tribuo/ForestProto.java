package io.churnops.forest.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.config.protobuf.ProtoProvenanceSerialization;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.common.tree.protos.TreeNodeProto;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.protos.core.FeatureDomainProto;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.OutputDomainProto;
import org.tribuo.protos.core.OutputProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;

/**
 * A forest of {@link TribuoExport} in protobuf, byte for byte as Tribuo writes it. Tribuo looks up
 * the methods of every leaf's labels by reflection anew, and writes the domains anew for each tree.
 */
final class ForestProto {

  private static final int VERSION = 0;
  private static final ProtoProvenanceSerialization PROVENANCE =
      new ProtoProvenanceSerialization(false);

  private final FeatureDomainProto features;
  private final OutputDomainProto labels;

  private ForestProto(Model<Label> forest) {
    features = forest.getFeatureIDMap().serialize();
    labels = forest.getOutputIDInfo().serialize();
  }

  static ModelProto of(WeightedEnsembleModel<Label> forest) {
    var proto = new ForestProto(forest);
    float weight = 1f / forest.getNumModels();
    var ensemble =
        WeightedEnsembleModelProto.newBuilder()
            .setMetadata(proto.metadata(forest))
            .setCombiner(TribuoExport.COMBINER.serialize());
    for (Model<Label> member : forest.getModels()) {
      ensemble.addModels(proto.tree((TreeModel<Label>) member)).addWeights(weight);
    }
    return model(WeightedEnsembleModel.class, ensemble.build());
  }

  private ModelProto tree(TreeModel<Label> tree) {
    return model(
        TreeModel.class,
        TreeModelProto.newBuilder()
            .setMetadata(metadata(tree))
            .addAllNodes(nodes(tree.getRoot()))
            .build());
  }

  private static ModelProto model(Class<?> type, Message data) {
    return ModelProto.newBuilder()
        .setClassName(type.getName())
        .setVersion(VERSION)
        .setSerializedData(Any.pack(data))
        .build();
  }

  private ModelDataProto metadata(Model<Label> model) {
    return ModelDataProto.newBuilder()
        .setName(model.getName())
        .setGenerateProbabilities(model.generatesProbabilities())
        .setFeatureDomain(features)
        .setOutputDomain(labels)
        .setProvenance(
            PROVENANCE.serializeToProto(ProvenanceUtil.marshalProvenance(model.getProvenance())))
        .setTribuoVersion(model.getProvenance().getTribuoVersion())
        .build();
  }

  /** A node and its place among those that are written level by level. */
  private record Placed(Node<Label> node, int parent) {}

  private static List<TreeNodeProto> nodes(Node<Label> root) {
    List<TreeNodeProto> written = new ArrayList<>();
    Queue<Placed> left = new ArrayDeque<>(List.of(new Placed(root, -1)));
    for (Placed next = left.poll(); next != null; next = left.poll()) {
      int at = written.size();
      switch (next.node()) {
        case SplitNode<Label> split -> {
          int greater = at + left.size() + 1;
          left.add(new Placed(split.getGreaterThan(), at));
          left.add(new Placed(split.getLessThanOrEqual(), at));
          written.add(split(split, next.parent(), at, greater));
        }
        case LeafNode<Label> leaf -> written.add(leaf(leaf, next.parent(), at));
        case Node<Label> other ->
            throw new IllegalArgumentException("no node of a tree: " + other.getClass());
      }
    }
    return written;
  }

  private static TreeNodeProto split(SplitNode<Label> split, int parent, int at, int greater) {
    return node(
        SplitNodeProto.newBuilder()
            .setParentIdx(parent)
            .setCurIdx(at)
            .setGreaterThanIdx(greater)
            .setLessThanOrEqualIdx(greater + 1)
            .setSplitFeatureIdx(split.getFeatureID())
            .setSplitValue(split.splitValue())
            .setImpurity(split.getImpurity())
            .build());
  }

  private static TreeNodeProto leaf(LeafNode<Label> leaf, int parent, int at) {
    var proto =
        LeafNodeProto.newBuilder()
            .setParentIdx(parent)
            .setCurIdx(at)
            .setOutput(label(leaf.getOutput()))
            .setGeneratesProbabilities(true)
            .setImpurity(leaf.getImpurity());
    for (Map.Entry<String, Label> share : leaf.getDistribution().entrySet()) {
      proto.putScore(share.getKey(), label(share.getValue()));
    }
    return node(proto.build());
  }

  /** Tribuo writes the name of a leaf's class for both kinds of nodes. */
  private static TreeNodeProto node(Message data) {
    return TreeNodeProto.newBuilder()
        .setVersion(VERSION)
        .setClassName(LeafNode.class.getName())
        .setSerializedData(Any.pack(data))
        .build();
  }

  private static OutputProto label(Label label) {
    return OutputProto.newBuilder()
        .setVersion(VERSION)
        .setClassName(Label.class.getName())
        .setSerializedData(
            Any.pack(
                LabelProto.newBuilder()
                    .setLabel(label.getLabel())
                    .setScore(label.getScore())
                    .build()))
        .build();
  }
}
