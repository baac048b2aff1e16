package io.churnops.forest.artefact;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.baseline.BaselineProfile;
import java.util.List;

/**
 * What goes into an artefact.
 *
 * @param viewDefinition the definition of the feature view, as YAML or JSON
 * @param referenceRows rows whose scores every loader must reproduce to the bit; 1 to {@value
 *     #MAX_REFERENCE_ROWS}, best taken from the hold-out
 * @param tribuoModel the same forest as a Tribuo model in protobuf
 */
public record ArtefactContents(
    ModelDescription model,
    CompiledForest forest,
    String viewDefinition,
    BaselineProfile baseline,
    List<FeatureRow> referenceRows,
    FileContent tribuoModel) {

  public static final int MAX_REFERENCE_ROWS = 1_000;

  public ArtefactContents {
    referenceRows = List.copyOf(referenceRows);
    if (referenceRows.isEmpty() || referenceRows.size() > MAX_REFERENCE_ROWS) {
      throw new IllegalArgumentException(
          "an artefact has 1 to "
              + MAX_REFERENCE_ROWS
              + " reference rows, not "
              + referenceRows.size());
    }
    if (forest.inputs() != model.inputs().size()) {
      throw new IllegalArgumentException(
          "a forest of " + forest.inputs() + " inputs, described with " + model.inputs().size());
    }
  }
}
