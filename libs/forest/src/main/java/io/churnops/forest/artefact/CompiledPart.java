package io.churnops.forest.artefact;

import io.churnops.forest.BoostedTrees;
import io.churnops.forest.BoostingParameters;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.CompiledModel;
import io.churnops.forest.CorruptForestException;
import io.churnops.forest.ForestInput;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.LogisticRegression;
import io.churnops.forest.ModelParameters;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The file with the compiled model, which each algorithm has of its own. */
final class CompiledPart {

  static final Set<ArtefactPart> ANY =
      Collections.unmodifiableSet(
          EnumSet.of(ArtefactPart.FOREST, ArtefactPart.LOGISTIC, ArtefactPart.BOOSTED));

  private CompiledPart() {}

  static ArtefactPart of(ModelParameters parameters) {
    return switch (parameters) {
      case ForestParameters _ -> ArtefactPart.FOREST;
      case LogisticParameters _ -> ArtefactPart.LOGISTIC;
      case BoostingParameters _ -> ArtefactPart.BOOSTED;
    };
  }

  /** The files whose sizes and digests a manifest lists. */
  static List<ArtefactPart> listed(ModelParameters parameters) {
    return List.of(
        ArtefactPart.TRIBUO_MODEL,
        of(parameters),
        ArtefactPart.VIEW,
        ArtefactPart.BASELINE,
        ArtefactPart.REFERENCE);
  }

  static byte[] encode(CompiledModel compiled) {
    return switch (compiled) {
      case CompiledForest forest -> forest.encode();
      case LogisticRegression regression -> ArtefactJson.write(regression);
      case BoostedTrees boosted -> boosted.encode();
    };
  }

  /**
   * Reads a compiled model that fits its description.
   *
   * @throws CorruptArtefactException if the bytes are no such model
   */
  static CompiledModel decode(byte[] bytes, ArtefactPart part, ModelDescription model) {
    try {
      CompiledModel compiled =
          switch (model.parameters()) {
            case ForestParameters _ -> CompiledForest.decode(bytes);
            case LogisticParameters _ -> ArtefactJson.read(bytes, LogisticRegression.class, part);
            case BoostingParameters _ -> BoostedTrees.decode(bytes);
          };
      checkFits(compiled, model);
      return compiled;
    } catch (CorruptForestException | IllegalArgumentException e) {
      throw new CorruptArtefactException(part.fileName() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Holds a compiled model against its description.
   *
   * @throws IllegalArgumentException if it is of another algorithm, or of other inputs
   */
  static void checkFits(CompiledModel compiled, ModelDescription model) {
    if (compiled.inputs() != model.inputs().size()) {
      throw new IllegalArgumentException(
          "a model of " + compiled.inputs() + " inputs, described with " + model.inputs().size());
    }
    boolean asDescribed =
        switch (compiled) {
          case CompiledForest _ -> model.parameters() instanceof ForestParameters;
          case BoostedTrees _ -> model.parameters() instanceof BoostingParameters;
          case LogisticRegression regression ->
              model.parameters() instanceof LogisticParameters
                  && sameCategories(regression, model.inputs().inputs());
        };
    if (!asDescribed) {
      throw new IllegalArgumentException("the compiled model is not the one described");
    }
  }

  private static boolean sameCategories(LogisticRegression regression, List<ForestInput> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      if (regression.terms().get(i).categories().size() != inputs.get(i).codes()) {
        return false;
      }
    }
    return true;
  }
}
