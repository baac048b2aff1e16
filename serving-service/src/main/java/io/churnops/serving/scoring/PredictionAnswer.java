package io.churnops.serving.scoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.churnops.forest.artefact.RiskBand;
import io.churnops.forest.explanation.Explanation;
import io.churnops.serving.scoring.PredictionAnswer.NotScored;
import io.churnops.serving.scoring.PredictionAnswer.Scored;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer for one customer. */
@Schema(oneOf = {Scored.class, NotScored.class})
sealed interface PredictionAnswer {

  /**
   * A prediction.
   *
   * @param churnProbability 0 to 1
   * @param variant which of the models that take part scored; so far always the champion
   * @param featuresAsOf the moment the features were evaluated for
   * @param degraded what was not as it should be, empty when nothing was
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Scored(
      @Schema(description = "Names this prediction in the prediction log") String predictionId,
      String customerId,
      @Schema(minimum = "0", maximum = "1") double churnProbability,
      @Schema(description = "Where the probability lies between the model's band limits")
          RiskBand riskBand,
      @Schema(description = "CHURN from the model's threshold on") Decision decision,
      String modelName,
      int modelVersion,
      String variant,
      Instant evaluatedAt,
      @Schema(description = "The moment the features were evaluated for") Instant featuresAsOf,
      @Schema(
              description =
                  "What was not as it should be: online-state-missing, online-state-corrupt,"
                      + " online-state-not-ready, online-store-unavailable, features-stale,"
                      + " features-freshness-unknown, missing:<input>, reasons-unavailable",
              example = "[]")
          List<String> degraded,
      @Schema(
              description = "On request: the model's inputs",
              types = "object",
              implementation = Object.class)
          @Nullable Map<String, @Nullable Object> features,
      @Schema(
              description =
                  "On request: the inputs that move the score most, at most five, the strongest"
                      + " first")
          @Nullable List<ScoreReason> reasons,
      @Schema(
              description =
                  "What reasons are measured in: the probability of a forest, the log-odds of a"
                      + " logistic regression")
          Explanation.@Nullable Unit contributionUnit,
      @Schema(
              description =
                  "With reasons: the average over the training rows, in contributionUnit, that the"
                      + " contributions are added to")
          @Nullable Double base,
      @Schema(
              description =
                  "With reasons: base and the contributions of all inputs, in contributionUnit;"
                      + " calibrated, it is churnProbability")
          @Nullable Double uncalibratedScore)
      implements PredictionAnswer {

    @JsonProperty(index = 2)
    @Schema(allowableValues = "SCORED")
    String status() {
      return "SCORED";
    }
  }

  /** Why a customer of a batch has no prediction. */
  record NotScored(String customerId, Reason status) implements PredictionAnswer {}

  /** Whether the customer counts as churning. */
  enum Decision {
    CHURN,
    STAY
  }

  /** Why there is no score. */
  enum Reason {
    /** No event of the customer was ever seen. */
    UNKNOWN_CUSTOMER,
    /** Neither the online nor the offline features could be read; worth another try. */
    FEATURES_UNAVAILABLE
  }
}
