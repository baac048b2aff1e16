package io.churnops.forest.tribuo;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.churnops.forest.artefact.CorruptArtefactException;
import io.churnops.forest.artefact.FileContent;
import io.churnops.forest.artefact.UntrustedArtefactException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.protos.core.ModelProto;

/**
 * Tribuo models in protobuf files. Such a file names the classes its reader instantiates, and
 * Tribuo loads whatever class is named; so every class name in it is held against the few our
 * models need before Tribuo sees it.
 */
public final class TribuoModelFile {

  /** The largest file read, in bytes. */
  public static final int MAX_BYTES = 1 << 30;

  private static final int MAX_NESTING = 32;
  private static final int BUFFER = 1 << 16;

  private TribuoModelFile() {}

  /** What writes the model into a file of an artefact. */
  public static FileContent content(Model<Label> model) {
    return out -> proto(model).writeTo(out);
  }

  private static ModelProto proto(Model<Label> model) {
    return TribuoExport.made(model)
        ? ForestProto.of((WeightedEnsembleModel<Label>) model)
        : model.serialize();
  }

  /**
   * Reads a forest or a logistic regression.
   *
   * @throws UntrustedArtefactException if the file names a class or packs a type that no model of
   *     ours uses
   * @throws CorruptArtefactException if it is neither, or too large
   */
  public static Model<Label> load(Path file) throws IOException {
    ModelProto proto = parse(file);
    verifyClassNames(proto);
    Model<Label> model;
    try {
      model = Model.deserialize(proto).castModel(Label.class);
    } catch (RuntimeException e) {
      throw new CorruptArtefactException(file + " holds no model Tribuo can read", e);
    }
    if (model instanceof WeightedEnsembleModel<Label> || model instanceof LinearSGDModel) {
      return model;
    }
    throw new CorruptArtefactException(
        file + " holds no forest and no logistic regression but " + model.getName());
  }

  /**
   * Holds every class name in a model against those our models need; loads no class.
   *
   * @throws UntrustedArtefactException if the model names another, or packs another type
   * @throws CorruptArtefactException if a part of it cannot be read
   */
  public static void verifyClassNames(ModelProto model) {
    ModelClassNames.verify(model);
  }

  private static ModelProto parse(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      CodedInputStream coded = CodedInputStream.newInstance(in, BUFFER);
      coded.setSizeLimit(MAX_BYTES);
      coded.setRecursionLimit(MAX_NESTING);
      return ModelProto.parseFrom(coded);
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptArtefactException(file + " is no model in protobuf", e);
    }
  }
}
