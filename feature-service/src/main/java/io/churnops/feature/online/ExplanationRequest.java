package io.churnops.feature.online;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which value is to be explained.
 *
 * @param view name or fingerprint
 * @param feature a column of the view
 * @param asOf the moment of the answer; now if absent
 * @param cursor the nextCursor of the page before
 * @param limit 50 if absent
 */
record ExplanationRequest(
    @NotBlank
        @Size(max = 1024)
        @Pattern(regexp = FeaturesRequest.TEXT, message = FeaturesRequest.NOT_TEXT)
        String customerId,
    @NotBlank
        @Pattern(regexp = FeaturesRequest.TEXT, message = FeaturesRequest.NOT_TEXT)
        @Schema(description = "Name or fingerprint of a feature view")
        String view,
    @NotBlank
        @Pattern(regexp = FeaturesRequest.TEXT, message = FeaturesRequest.NOT_TEXT)
        @Schema(description = "A column of the view, like orders_90d")
        String feature,
    @Nullable @Schema(description = "The moment of the answer; now if absent") Instant asOf,
    @Nullable @Schema(description = "The nextCursor of the page before") String cursor,
    @Nullable @Min(1) @Max(200) @Schema(defaultValue = "50") Integer limit) {

  private static final int USUAL_LIMIT = 50;

  int usualLimit() {
    return limit == null ? USUAL_LIMIT : limit;
  }
}
