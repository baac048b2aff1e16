package io.churnops.feature.datasets;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * What a training set shall be made of.
 *
 * @param view name or fingerprint
 * @param label name or fingerprint
 * @param knownTime {@code as_known} if absent
 */
record DatasetRequest(
    @NotBlank @Schema(description = "Name or fingerprint of a feature view") String view,
    @NotBlank @Schema(description = "Name or fingerprint of a label") String label,
    @NotNull CutoffsRequest cutoffs,
    @Nullable KnownTimeMode knownTime) {}
