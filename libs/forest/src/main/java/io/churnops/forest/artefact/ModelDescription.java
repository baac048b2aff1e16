package io.churnops.forest.artefact;

import io.churnops.forest.ForestInputs;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.evaluation.Calibrator;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model version is: where it comes from, what it takes and how its scores are read.
 *
 * @param algorithm the name of the method, for people
 * @param inputs the signature: the inputs in order, as they were fitted to the training rows
 * @param threshold the churn probability from which the decision is CHURN, in (0, 1)
 * @param calibrator makes probabilities of the model's scores; absent where they are taken as they
 *     are, as in artefacts from before there were calibrators
 * @param metrics by name, finite, as measured on the hold-out
 */
public record ModelDescription(
    String modelName,
    int modelVersion,
    String runId,
    String algorithm,
    ModelParameters parameters,
    ForestInputs inputs,
    ViewReference view,
    DatasetReference dataset,
    double threshold,
    RiskBands riskBands,
    Optional<Calibrator> calibrator,
    Map<String, Double> metrics,
    Instant createdAt) {

  public ModelDescription {
    if (modelName.isBlank() || modelVersion < 1) {
      throw new IllegalArgumentException(
          "a model version has a name and a positive number: " + modelName + " " + modelVersion);
    }
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException("a threshold lies between 0 and 1, not " + threshold);
    }
    metrics.forEach((name, value) -> {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("metric " + name + " is " + value);
      }
    });
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  /** The churn probability that a score of the compiled model stands for. */
  public double churnProbability(double score) {
    return calibrator.isEmpty() ? score : calibrator.get().probability(score);
  }
}
