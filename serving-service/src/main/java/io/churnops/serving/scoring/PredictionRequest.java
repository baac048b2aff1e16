package io.churnops.serving.scoring;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A question for one customer's churn probability. */
record PredictionRequest(
    @NotBlank
        @Size(max = PredictionRequest.LONGEST_ID)
        @Pattern(regexp = PredictionRequest.TEXT, message = PredictionRequest.NO_NUL)
        @Schema(example = "C-1001")
        String customerId,
    @Schema(
            description =
                "Score these values instead of the customer's own. They replace all of them: an"
                    + " input that is not named counts as missing and is listed in `degraded`.",
            types = "object",
            implementation = Object.class,
            example = "{\"orders_30d\": 2, \"country\": \"DE\"}")
        @Nullable Map<String, JsonNode> features,
    @Schema(description = "What to add to the answer") @Nullable Set<Include> include) {

  static final int LONGEST_ID = 1_024;

  /** What monitoring-service can keep of a prediction. */
  static final String TEXT = "[^\\x00]*";

  static final String NO_NUL = "must not hold the character NUL";

  static PredictionRequest of(String customerId, @Nullable Set<Include> include) {
    return new PredictionRequest(customerId, null, include);
  }

  boolean wants(Include part) {
    return include != null && include.contains(part);
  }

  /** What an answer can hold beyond the score. */
  enum Include {
    /** The values of the model's inputs. */
    @JsonProperty("features")
    FEATURES,
    /** Which inputs move the score, and how far. */
    @JsonProperty("reasons")
    REASONS
  }
}
