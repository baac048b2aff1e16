package io.churnops.forest.artefact;

import io.churnops.forest.CompiledModel;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.baseline.BaselineProfile;
import java.util.List;

/**
 * What goes into an artefact.
 *
 * @param viewDefinition the definition of the feature view, as YAML or JSON
 * @param referenceRows rows whose scores every loader must reproduce to the bit; 1 to {@value
 *     #MAX_REFERENCE_ROWS}, best taken from the hold-out
 * @param tribuoModel the same model as Tribuo has it, in protobuf
 */
public record ArtefactContents(
    ModelDescription model,
    CompiledModel compiled,
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
    CompiledPart.checkFits(compiled, model);
  }
}
