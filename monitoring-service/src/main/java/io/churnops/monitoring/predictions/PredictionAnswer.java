package io.churnops.monitoring.predictions;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A logged prediction as it is told. */
@Schema(name = "LoggedPrediction")
record PredictionAnswer(
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
    @Schema(implementation = Object.class, description = "The model's inputs by name")
        JsonNode inputs,
    List<String> degraded,
    long latencyMicros,
    Instant receivedAt) {}
