package io.churnops.feature.erasure;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an erasure has to do, with the ids it is about. Kept until every service has answered.
 *
 * @param left ids whose events or identities were changed by it; known once the log is cleared
 * @param counts what was removed so far, by store
 * @param dropped the training sets that were dropped
 * @param logCleared whether the log, the keys and the identities are done
 * @param logClearedBy a moment at which they certainly were, for everybody
 */
record ErasureWork(
    Set<String> ids,
    Set<String> left,
    Map<String, Long> counts,
    Set<String> dropped,
    boolean logCleared,
    @Nullable Instant logClearedBy) {

  /** The count that is there once Redis was cleared. */
  static final String ONLINE_STATES = "online_states";

  ErasureWork {
    ids = Set.copyOf(ids);
    left = Set.copyOf(left);
    counts = Map.copyOf(counts);
    dropped = Set.copyOf(dropped);
  }

  static ErasureWork of(Set<String> ids) {
    return new ErasureWork(ids, Set.of(), Map.of(), Set.of(), false, null);
  }

  ErasureWork cleared(Set<String> othersLeft, Map<String, Long> removed) {
    return new ErasureWork(ids, othersLeft, removed, dropped, true, null);
  }

  ErasureWork clearedBy(Instant moment) {
    return new ErasureWork(ids, left, counts, dropped, true, moment);
  }

  /**
   * Whether what was being written to Redis when it was cleared may yet appear there: it is cleared
   * again after that.
   */
  boolean awaitsWrites(Instant now, Duration appearWithin) {
    return counts.containsKey(ONLINE_STATES)
        && logClearedBy != null
        && now.isBefore(logClearedBy.plus(appearWithin));
  }

  ErasureWork counting(Map<String, Long> removed) {
    return new ErasureWork(ids, left, removed, dropped, logCleared, logClearedBy);
  }

  ErasureWork dropping(Set<String> datasets) {
    Set<String> all = new HashSet<>(dropped);
    all.addAll(datasets);
    return new ErasureWork(ids, left, counts, all, logCleared, logClearedBy);
  }
}
