package io.churnops.feature.datasets;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A training set of an imported table.
 *
 * @param upload the name of the file that was sent
 * @param asOf the moment of all rows
 * @param horizon how far the label looks ahead; null if nobody said
 */
record TableSpec(
    String upload,
    char delimiter,
    String viewFingerprint,
    Instant asOf,
    @Nullable String horizon,
    TableSource source)
    implements DatasetPlan {}
