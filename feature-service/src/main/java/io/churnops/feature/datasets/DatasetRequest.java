package io.churnops.feature.datasets;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a training set shall be made of.
 *
 * @param view name or fingerprint
 * @param label name or fingerprint
 * @param knownTime {@code as_known} if absent
 */
record DatasetRequest(
    @NotBlank
        @Pattern(regexp = DatasetRequest.TEXT, message = DatasetRequest.NOT_TEXT)
        @Schema(description = "Name or fingerprint of a feature view")
        String view,
    @NotBlank
        @Pattern(regexp = DatasetRequest.TEXT, message = DatasetRequest.NOT_TEXT)
        @Schema(description = "Name or fingerprint of a label")
        String label,
    @NotNull CutoffsRequest cutoffs,
    @Nullable KnownTimeMode knownTime) {

  /** What no definition has in its name, and Postgres refuses in any text. */
  private static final String TEXT = "[^\\p{Cc}\\p{Cs}]*";

  private static final String NOT_TEXT = "must be text without control characters";
}
