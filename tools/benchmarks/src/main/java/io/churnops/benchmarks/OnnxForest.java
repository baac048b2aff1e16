package io.churnops.benchmarks;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.churnops.forest.CompiledForest;

/** A compiled forest as an ONNX model of one tree ensemble that averages its leaves. */
final class OnnxForest {

  static final String INPUT = "rows";
  private static final String OUTPUT = "scores";
  private static final String DOMAIN = "ai.onnx.ml";

  private final CompiledForest forest;
  private final AttributeProto.Builder treeIds = ints("nodes_treeids");
  private final AttributeProto.Builder nodeIds = ints("nodes_nodeids");
  private final AttributeProto.Builder features = ints("nodes_featureids");
  private final AttributeProto.Builder modes = strings("nodes_modes");
  private final AttributeProto.Builder values = floats("nodes_values");
  private final AttributeProto.Builder whenTrue = ints("nodes_truenodeids");
  private final AttributeProto.Builder whenFalse = ints("nodes_falsenodeids");
  private final AttributeProto.Builder leafTreeIds = ints("target_treeids");
  private final AttributeProto.Builder leafNodeIds = ints("target_nodeids");
  private final AttributeProto.Builder leafTargets = ints("target_ids");
  private final AttributeProto.Builder leafWeights = floats("target_weights");

  private OnnxForest(CompiledForest forest) {
    this.forest = forest;
  }

  static byte[] of(CompiledForest forest) {
    var onnx = new OnnxForest(forest);
    for (int tree = 0; tree < forest.trees(); tree++) {
      int end = tree + 1 < forest.trees() ? forest.root(tree + 1) : forest.nodes();
      for (int node = forest.root(tree); node < end; node++) {
        onnx.add(tree, node);
      }
    }
    return onnx.model().toByteArray();
  }

  private void add(int tree, int node) {
    int root = forest.root(tree);
    boolean leaf = forest.isLeaf(node);
    if (forest.missingGoesRight(node)) {
      throw new IllegalArgumentException("such a split has no like in this export");
    }
    treeIds.addInts(tree);
    nodeIds.addInts(node - root);
    features.addInts(leaf ? 0 : forest.feature(node));
    modes.addStrings(ByteString.copyFromUtf8(leaf ? "LEAF" : "BRANCH_LEQ"));
    values.addFloats(leaf ? 0 : forest.threshold(node));
    whenTrue.addInts(leaf ? 0 : forest.left(node) - root);
    whenFalse.addInts(leaf ? 0 : forest.left(node) + 1 - root);
    if (leaf) {
      leafTreeIds.addInts(tree);
      leafNodeIds.addInts(node - root);
      leafTargets.addInts(0);
      leafWeights.addFloats((float) forest.share(node));
    }
  }

  private ModelProto model() {
    NodeProto node =
        NodeProto.newBuilder()
            .setOpType("TreeEnsembleRegressor")
            .setDomain(DOMAIN)
            .addInput(INPUT)
            .addOutput(OUTPUT)
            .addAttribute(treeIds)
            .addAttribute(nodeIds)
            .addAttribute(features)
            .addAttribute(modes)
            .addAttribute(values)
            .addAttribute(whenTrue)
            .addAttribute(whenFalse)
            .addAttribute(leafTreeIds)
            .addAttribute(leafNodeIds)
            .addAttribute(leafTargets)
            .addAttribute(leafWeights)
            .addAttribute(ints("n_targets").setType(AttributeProto.AttributeType.INT).setI(1))
            .addAttribute(
                strings("aggregate_function")
                    .setType(AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8("AVERAGE")))
            .build();
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("forest")
            .addNode(node)
            .addInput(matrix(INPUT, forest.inputs()))
            .addOutput(matrix(OUTPUT, 1))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(DOMAIN).setVersion(1))
        .setGraph(graph)
        .build();
  }

  private static ValueInfoProto matrix(String name, int width) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
            .build();
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static AttributeProto.Builder ints(String name) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
  }

  private static AttributeProto.Builder floats(String name) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
  }

  private static AttributeProto.Builder strings(String name) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS);
  }
}
