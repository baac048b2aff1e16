package io.churnops.feature.definitions;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that shall be in force.
 *
 * @param retireSuperseded whether older views of the same names are retired where nobody uses them
 * @param planId of the plan that was shown; applying does nothing if it would do anything else
 */
record PlanRequest(
    @NotEmpty @Size(max = 1000) List<@Valid @NotNull Source> definitions,
    @Nullable @Schema(description = "Whether to retire older, unused views of the same names")
        Boolean retireSuperseded,
    @Nullable @Size(max = 64) @Schema(description = "The plan that must still hold")
        String planId) {

  /**
   * A text with one definition, or with several, each a YAML document.
   *
   * @param file where it comes from, for messages
   */
  record Source(
      @NotNull @Size(max = 1024) String file, @NotNull @Size(max = 256 * 1024) String text) {}
}
