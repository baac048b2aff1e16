package io.churnops.feature.online;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose features are asked for.
 *
 * @param view name or fingerprint
 * @param asOf the moment of the answer; now if absent
 * @param maxLagSeconds beyond which values are STALE; the configured objective if absent
 */
record FeaturesRequest(
    @NotBlank
        @Pattern(regexp = FeaturesRequest.TEXT, message = FeaturesRequest.NOT_TEXT)
        @Schema(description = "Name or fingerprint of a feature view")
        String view,
    @NotEmpty @Size(max = 500)
        List<
                @NotBlank @Size(max = 1024)
                @Pattern(regexp = FeaturesRequest.TEXT, message = FeaturesRequest.NOT_TEXT) String>
            customers,
    @Nullable @Schema(description = "The moment of the answer; now if absent") Instant asOf,
    @Nullable
        @PositiveOrZero
        @DecimalMax("86400")
        @Schema(description = "Lag beyond which values are STALE; as configured if absent")
        Double maxLagSeconds) {

  /** What no event has in its names, and Postgres refuses in any text. */
  static final String TEXT = "[^\\p{Cc}\\p{Cs}]*";

  static final String NOT_TEXT = "must be text without control characters";
}
