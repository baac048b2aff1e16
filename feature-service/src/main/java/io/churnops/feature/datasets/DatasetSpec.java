package io.churnops.feature.datasets;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training set of the event log.
 *
 * @param labelFingerprints whose labels the rows have, the main one first; empty with a spine
 * @param cutoffs ascending; empty with a spine
 * @param anew whether no row may be taken over from an earlier training set; false if absent
 * @param spine the rows that the caller names, with the caller's labels
 * @param knowledge of an earlier training set, which this one is to be again; null for all there is
 */
record DatasetSpec(
    String viewFingerprint,
    List<String> labelFingerprints,
    List<Instant> cutoffs,
    KnownTimeMode knownTime,
    @Nullable SpineUse spine,
    @Nullable Boolean anew,
    @Nullable Knowledge knowledge)
    implements DatasetPlan {

  DatasetSpec {
    labelFingerprints = List.copyOf(labelFingerprints);
    cutoffs = List.copyOf(cutoffs);
  }

  /** The same, with every row to be folded. */
  DatasetSpec asAnew() {
    return new DatasetSpec(
        viewFingerprint, labelFingerprints, cutoffs, knownTime, spine, true, knowledge);
  }

  /** The same as it was with what was known then, every row folded anew. */
  DatasetSpec asOf(Knowledge then) {
    return new DatasetSpec(
        viewFingerprint, labelFingerprints, cutoffs, knownTime, spine, true, then);
  }

  /** Whether another training set has rows of the same meaning. */
  boolean isLike(DatasetSpec other) {
    return spine == null
        && other.spine == null
        && viewFingerprint.equals(other.viewFingerprint)
        && labelFingerprints.equals(other.labelFingerprints)
        && knownTime == other.knownTime;
  }

  /**
   * A stored spine.
   *
   * @param horizon how far its labels look ahead, as {@code 30d}; null if it has none
   */
  record SpineUse(String id, @Nullable String horizon) {}
}
