package io.churnops.feature.datasets;

import java.time.Instant;

/**
 * What is in a spine.
 *
 * @param spineId the first half of the SHA-256 of its lines, sorted; the same lines have the same
 * @param moments different times
 */
record SpineSummary(
    String spineId,
    long lines,
    long customers,
    long moments,
    long labelled,
    long positives,
    Instant earliest,
    Instant latest) {}
