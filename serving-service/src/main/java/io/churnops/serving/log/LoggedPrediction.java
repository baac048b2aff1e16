package io.churnops.serving.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of {@code prediction-log.v1}: what was predicted, by which model, from which values.
 *
 * @param featuresAsOf the moment the features were evaluated for
 * @param inputs the model's inputs by name: a number, a category, or null for a missing value
 * @param degraded what was not as it should be, empty when nothing was
 * @param latencyMicros from the request's arrival to its score
 */
public record LoggedPrediction(
    String predictionId,
    String customerId,
    String modelName,
    int modelVersion,
    String variant,
    Instant evaluatedAt,
    Instant featuresAsOf,
    double churnProbability,
    String riskBand,
    String decision,
    double threshold,
    Map<String, @Nullable Object> inputs,
    List<String> degraded,
    long latencyMicros) {}
