package io.churnops.ingestion.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.ingestion.event.RuleAction;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The quality rules of an event type as they are written. */
record RulesDocument(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<RuleSpec> rules) {

  /** One rule: exactly one of required, range, allowed, outlier, freshness and volume. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RuleSpec(
      @Schema(example = "plausible_amount", requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String name,
      @Schema(
              description = "Where in the data; [] stands for each element of a list.",
              example = "items[].quantity")
          @Nullable String field,
      @Schema(description = "The field must be there and not null.") @Nullable Boolean required,
      @Schema(description = "Numbers from min to max.") @Nullable RangeSpec range,
      @Schema(description = "The values that are allowed.") @Nullable List<JsonNode> allowed,
      @Schema(description = "Numbers not far from the usual ones.") @Nullable OutlierSpec outlier,
      @Schema(description = "How often events arrive at the least.")
          @Nullable FreshnessSpec freshness,
      @Schema(description = "How many events arrive in a time.") @Nullable VolumeSpec volume,
      @Schema(description = "Of events that break the rule; freshness and volume only warn.")
          @Nullable RuleAction action) {}

  /** At least one of the two. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RangeSpec(@Nullable BigDecimal min, @Nullable BigDecimal max) {}

  /** By the robust z-score over the values that came last. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OutlierSpec(
      @Schema(description = "Absolute robust z-score beyond which a value is an outlier.")
          @Nullable BigDecimal threshold,
      @Schema(description = "Values to have seen before judging; 100 unless said otherwise.")
          @Nullable Integer minimumSamples) {}

  /** A duration such as 30m, 2h or 1d. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FreshnessSpec(@Schema(example = "2h") @Nullable String within) {}

  /** At least one of min and max, in each whole period of that length (UTC). */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record VolumeSpec(
      @Schema(example = "1h") @Nullable String per, @Nullable Long min, @Nullable Long max) {}
}
