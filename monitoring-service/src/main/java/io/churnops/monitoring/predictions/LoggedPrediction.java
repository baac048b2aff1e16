package io.churnops.monitoring.predictions;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A prediction as {@code prediction-log.v1} carries it; members that are not named here are left
 * alone.
 */
record LoggedPrediction(
    UUID predictionId,
    String customerId,
    String modelName,
    Integer modelVersion,
    String variant,
    Instant evaluatedAt,
    Instant featuresAsOf,
    Double churnProbability,
    String riskBand,
    String decision,
    Double threshold,
    JsonNode inputs,
    List<String> degraded,
    Long latencyMicros) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  LoggedPrediction {
    if (!(churnProbability >= 0 && churnProbability <= 1)) {
      throw new IllegalArgumentException("churnProbability lies outside 0 to 1");
    }
    if (!inputs.isObject()) {
      throw new IllegalArgumentException("inputs are not an object");
    }
    if ((customerId + modelName + variant + riskBand + decision).indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a text holds the character NUL");
    }
    degraded = List.copyOf(degraded);
  }

  /**
   * Reads a record's value.
   *
   * @throws UnreadablePredictionException if it is not a prediction
   */
  static LoggedPrediction parse(byte[] value) throws UnreadablePredictionException {
    try {
      return JSON.readValue(value, LoggedPrediction.class);
    } catch (JacksonException e) {
      throw new UnreadablePredictionException(e.getOriginalMessage(), e);
    }
  }

  /** Why a record is not a prediction. */
  static final class UnreadablePredictionException extends Exception {
    UnreadablePredictionException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
