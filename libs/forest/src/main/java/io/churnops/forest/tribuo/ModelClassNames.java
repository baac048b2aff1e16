package io.churnops.forest.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import com.oracle.labs.mlrg.olcut.provenance.primitives.BooleanProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DateTimeProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DoubleProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.FloatProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.LongProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import io.churnops.forest.artefact.CorruptArtefactException;
import io.churnops.forest.artefact.UntrustedArtefactException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tribuo.CategoricalIDInfo;
import org.tribuo.DataSource;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.MutableDataset;
import org.tribuo.RealIDInfo;
import org.tribuo.classification.ImmutableLabelInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.classification.protos.ImmutableLabelInfoProto;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.dataset.DatasetView;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.math.protos.DenseTensorProto;
import org.tribuo.math.protos.LinearParametersProto;
import org.tribuo.math.util.ExpNormalizer;
import org.tribuo.protos.core.CategoricalIDInfoProto;
import org.tribuo.protos.core.ImmutableFeatureMapProto;
import org.tribuo.protos.core.RealIDInfoProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.EnsembleModelProvenance;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;

/**
 * Walks a model's protobuf, its packed parts included, and refuses every class name and every
 * packed type that no model of ours uses. Nothing is loaded or instantiated on the way.
 */
final class ModelClassNames {

  private static final String CLASS_NAME = "class_name";
  private static final int MAX_NESTING = 64;

  private static final Set<String> ALLOWED =
      Stream.of(
              BooleanProvenance.class,
              DateTimeProvenance.class,
              DoubleProvenance.class,
              FloatProvenance.class,
              IntProvenance.class,
              LongProvenance.class,
              StringProvenance.class,
              CategoricalIDInfo.class,
              ConfiguredObjectProvenanceImpl.class,
              DataSource.class,
              DatasetProvenance.class,
              DatasetView.class,
              DatasetView.DatasetViewProvenance.class,
              EnsembleModelProvenance.class,
              FullyWeightedVotingCombiner.class,
              GrownTreeTrainer.class,
              HistogramForestTrainer.class,
              ImmutableFeatureMap.class,
              ImmutableLabelInfo.class,
              Label.class,
              LabelFactory.class,
              LabelFactory.LabelFactoryProvenance.class,
              LeafNode.class,
              ModelProvenance.class,
              LinearParameters.class,
              LinearSGDModel.class,
              LinearSGDTrainer.class,
              LogMulticlass.class,
              AdaGrad.class,
              DenseMatrix.class,
              ExpNormalizer.class,
              MutableDataset.class,
              RealIDInfo.class,
              SimpleDataSourceProvenance.class,
              SplitNode.class,
              TableDataset.class,
              TrainerProvenanceImpl.class,
              TreeModel.class,
              WeightedEnsembleModel.class)
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());

  private static final Map<String, Message> PACKED =
      Stream.<Message>of(
              CategoricalIDInfoProto.getDefaultInstance(),
              ClassificationLinearSGDProto.getDefaultInstance(),
              ImmutableFeatureMapProto.getDefaultInstance(),
              ImmutableLabelInfoProto.getDefaultInstance(),
              LabelProto.getDefaultInstance(),
              DenseTensorProto.getDefaultInstance(),
              LeafNodeProto.getDefaultInstance(),
              LinearParametersProto.getDefaultInstance(),
              RealIDInfoProto.getDefaultInstance(),
              SplitNodeProto.getDefaultInstance(),
              TreeModelProto.getDefaultInstance(),
              WeightedEnsembleModelProto.getDefaultInstance())
          .collect(
              Collectors.toUnmodifiableMap(
                  message -> message.getDescriptorForType().getFullName(), Function.identity()));

  private ModelClassNames() {}

  /**
   * Walks a message.
   *
   * @throws UntrustedArtefactException if it names a class or packs a type that is not allowed
   * @throws CorruptArtefactException if a packed part cannot be read
   */
  static void verify(Message message) {
    verify(message, 0);
  }

  private static void verify(Message message, int depth) {
    if (depth > MAX_NESTING) {
      throw new UntrustedArtefactException("the model nests deeper than " + MAX_NESTING);
    }
    if (message instanceof Any any) {
      verify(unpack(any), depth + 1);
      return;
    }
    message.getAllFields().forEach((field, value) -> verify(field, value, depth));
  }

  private static void verify(FieldDescriptor field, Object value, int depth) {
    List<?> values = value instanceof List<?> list ? list : List.of(value);
    for (Object element : values) {
      if (element instanceof Message nested) {
        verify(nested, depth + 1);
      } else if (field.getName().endsWith(CLASS_NAME) && !ALLOWED.contains(element.toString())) {
        throw new UntrustedArtefactException(
            "the model names a class it must not: " + field.getFullName() + " = " + element);
      }
    }
  }

  private static Message unpack(Any any) {
    String type = any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('/') + 1);
    Message prototype = PACKED.get(type);
    if (prototype == null) {
      throw new UntrustedArtefactException("the model packs a type it must not: " + type);
    }
    try {
      return prototype.getParserForType().parseFrom(any.getValue());
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptArtefactException("the model's " + type + " cannot be read", e);
    }
  }
}
