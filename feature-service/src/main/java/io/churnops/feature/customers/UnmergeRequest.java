package io.churnops.feature.customers;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Which ids shall no longer be one customer.
 *
 * @param otherId null for all that the id is joined to
 */
record UnmergeRequest(
    @NotBlank
        @Size(max = 1024)
        @Pattern(regexp = UnmergeRequest.TEXT, message = UnmergeRequest.NOT_TEXT)
        String id,
    @Nullable
        @Size(min = 1, max = 1024)
        @Pattern(regexp = UnmergeRequest.TEXT, message = UnmergeRequest.NOT_TEXT)
        @Schema(description = "The id to part it from; if absent, all that it is joined to")
        String otherId,
    @NotBlank
        @Size(max = 1000)
        @Pattern(regexp = UnmergeRequest.TEXT, message = UnmergeRequest.NOT_TEXT)
        @Schema(description = "Kept with the change")
        String reason) {

  /** What no id has in it, and Postgres refuses in any text. */
  private static final String TEXT = "[^\\p{Cc}\\p{Cs}]*";

  private static final String NOT_TEXT = "must be text without control characters";
}
