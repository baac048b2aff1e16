package io.churnops.monitoring.predictions;

import io.churnops.monitoring.drift.Baselines.VersionId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A prediction as {@code prediction-log.v1} carries it; members that are not named here are left
 * alone. What is wrong in it is found here, as the database could only refuse it again and again.
 *
 * @param inputs by name: numbers, categories, and null for missing values
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

  static final int LONGEST_CUSTOMER = 1_024;

  private static final int LONGEST_NAME = 200;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  LoggedPrediction {
    check(customerId.length() <= LONGEST_CUSTOMER, "customerId is too long");
    check(
        Stream.of(modelName, variant, riskBand, decision)
            .allMatch(name -> name.length() <= LONGEST_NAME),
        "a name is too long");
    check(
        (customerId + modelName + variant + riskBand + decision).indexOf('\0') < 0,
        "a text holds the character NUL");
    check(isTime(evaluatedAt) && isTime(featuresAsOf), "a time lies outside 1970 to 9999");
    check(churnProbability >= 0 && churnProbability <= 1, "churnProbability is outside 0 to 1");
    check(threshold >= 0 && threshold <= 1, "threshold is outside 0 to 1");
    check(
        inputs.isObject() && inputs.valueStream().allMatch(LoggedPrediction::isInput),
        "inputs are not an object of numbers, texts and nulls");
    degraded = List.copyOf(degraded);
  }

  /**
   * Reads a record's value.
   *
   * @throws UnreadablePredictionException if it is not a prediction
   */
  static LoggedPrediction parse(byte @Nullable [] value) throws UnreadablePredictionException {
    if (value == null) {
      throw new UnreadablePredictionException("The record has no value", null);
    }
    try {
      LoggedPrediction prediction = JSON.readValue(value, LoggedPrediction.class);
      if (prediction == null) {
        throw new UnreadablePredictionException("The record's value is null", null);
      }
      return prediction;
    } catch (JacksonException e) {
      throw new UnreadablePredictionException(e.getOriginalMessage(), e);
    }
  }

  VersionId version() {
    return new VersionId(modelName, modelVersion);
  }

  private static boolean isTime(Instant instant) {
    return !instant.isBefore(Instant.EPOCH) && instant.isBefore(LATEST);
  }

  private static boolean isInput(JsonNode value) {
    return value.isNull()
        || value.isString()
        || (value.isNumber() && Double.isFinite(value.asDouble(Double.NaN)));
  }

  private static void check(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Why a record is not a prediction. */
  static final class UnreadablePredictionException extends Exception {
    UnreadablePredictionException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
