package io.churnops.feature.rebuilds;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which states shall be folded anew.
 *
 * @param view name or fingerprint; every view if absent
 */
record RebuildRequest(
    @Nullable
        @Pattern(regexp = RebuildRequest.TEXT, message = "must be text without control characters")
        @Schema(description = "Name or fingerprint of a feature view; every view if absent")
        String view) {

  /** What no definition has in its name, and Postgres refuses in any text. */
  private static final String TEXT = "[^\\p{Cc}\\p{Cs}]*";
}
