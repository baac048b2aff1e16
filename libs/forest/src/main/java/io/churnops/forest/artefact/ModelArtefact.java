package io.churnops.forest.artefact;

import io.churnops.forest.CompiledModel;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.baseline.BaselineProfile;

/**
 * A model that was verified, loaded, and reproduced its reference scores. Immutable and safe for
 * use by many threads.
 *
 * @param digest the SHA-256 of the manifest, in hexadecimal
 * @param viewDefinition the definition of the feature view the model reads
 */
public record ModelArtefact(
    ModelManifest manifest,
    String digest,
    CompiledModel compiled,
    String viewDefinition,
    BaselineProfile baseline) {

  public ModelDescription model() {
    return manifest.model();
  }

  /**
   * The churn probability of a row in the order of the model's inputs.
   *
   * @throws io.churnops.forest.InvalidInputException if the row does not fit the inputs
   */
  public double score(FeatureRow row) {
    return model().churnProbability(compiled.score(model().inputs().encode(row)));
  }

  /**
   * The churn probabilities of rows that the model's inputs have encoded.
   *
   * @throws io.churnops.forest.InvalidInputException if a row does not fit the inputs
   */
  public double[] score(float[][] rows) {
    double[] scores = compiled.scores(rows);
    for (int row = 0; row < scores.length; row++) {
      scores[row] = model().churnProbability(scores[row]);
    }
    return scores;
  }
}
