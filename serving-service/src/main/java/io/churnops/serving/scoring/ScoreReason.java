package io.churnops.serving.scoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What one input has to do with a score.
 *
 * @param value a number, a category, or null where it is missing
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ScoreReason(
    String feature,
    @Schema(types = {"number", "string", "null"}) @Nullable Object value,
    @Schema(
            description =
                "What the value adds to base, in contributionUnit and before calibration: no points"
                    + " of churnProbability; below 0 it lowers the risk")
        double contribution,
    @Schema(
            example =
                "days_since_last_order is 110, more than 90 % of customers have; it raises the risk")
        String text) {}
