package io.churnops.feature.datasets;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training set shall be made of.
 *
 * @param view name or fingerprint
 * @param label name or fingerprint
 * @param labels instead of {@code label}, several; the first is the main one
 * @param cutoffs needed with labels
 * @param knownTime {@code as_known} if absent
 * @param anew whether no row may be taken over from an earlier training set; false if absent
 * @param spine instead of labels and cutoffs: the rows, named one by one
 */
record DatasetRequest(
    @NotBlank
        @Pattern(regexp = DatasetRequest.TEXT, message = DatasetRequest.NOT_TEXT)
        @Schema(description = "Name or fingerprint of a feature view")
        String view,
    @Nullable
        @Pattern(regexp = DatasetRequest.TEXT, message = DatasetRequest.NOT_TEXT)
        @Schema(description = "Name or fingerprint of a label")
        String label,
    @Size(min = 1, max = 10)
        @Schema(description = "Instead of label: names or fingerprints, the main one first")
        @Nullable
            List<
                @NotNull @Pattern(regexp = DatasetRequest.TEXT, message = DatasetRequest.NOT_TEXT)
                String>
            labels,
    @Nullable CutoffsRequest cutoffs,
    @Nullable KnownTimeMode knownTime,
    @Valid @Nullable SpineRequest spine,
    @Nullable
        @Schema(
            description =
                "Whether to fold every row anew, though rows of an earlier training set are the"
                    + " same")
        Boolean anew) {

  /** What no definition has in its name, and Postgres refuses in any text. */
  static final String TEXT = "[^\\p{Cc}\\p{Cs}]*";

  static final String NOT_TEXT = "must be text without control characters";

  /**
   * The rows that the caller wants.
   *
   * @param id of a spine that was uploaded
   * @param csv instead of an id, the lines themselves
   * @param horizon how far the labels look ahead
   */
  @Schema(name = "SpineRequest")
  record SpineRequest(
      @Nullable @Pattern(regexp = "[0-9a-f]{32}") @Schema(description = "Of an uploaded spine")
          String id,
      @Nullable
          @Size(max = 1_000_000)
          @Schema(
              description = "Instead of id: CSV with a header",
              example = "customer_id,time,label\nC-1,2026-01-01T00:00:00Z,1\n")
          String csv,
      @Nullable
          @Pattern(regexp = "[1-9][0-9]{0,4}[dh]")
          @Schema(
              description = "How far the labels look ahead; needed where there are labels",
              example = "30d")
          String horizon) {}
}
