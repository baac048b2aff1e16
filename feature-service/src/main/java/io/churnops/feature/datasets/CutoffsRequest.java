package io.churnops.feature.datasets;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The moments at which rows are made: listed, or evenly spaced.
 *
 * @param at the moments themselves; excludes the others
 * @param from the first moment
 * @param to the last possible moment, inclusive
 * @param every the distance, as {@code 7d} or {@code 12h}; the label's if absent
 */
record CutoffsRequest(
    @Nullable List<Instant> at,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable @Schema(example = "7d") String every) {}
