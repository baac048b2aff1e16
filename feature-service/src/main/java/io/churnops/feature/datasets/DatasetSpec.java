package io.churnops.feature.datasets;

import java.time.Instant;
import java.util.List;

/**
 * A request made definite when it was accepted, so that a job that is started again builds the
 * same.
 */
record DatasetSpec(
    String viewFingerprint,
    String labelFingerprint,
    List<Instant> cutoffs,
    KnownTimeMode knownTime) {

  DatasetSpec {
    cutoffs = List.copyOf(cutoffs);
  }
}
