package io.churnops.forest.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which cutoffs a model learns from, which choose its threshold, and which test it. The newest
 * test. A cutoff T before them is past when T + horizon ≤ the first test cutoff: everything that
 * its label looks at had happened when the test began. The newest past cutoffs validate, and of the
 * others those train whose label window ends by the first validation cutoff; there may be none.
 *
 * @param past of which {@code training} and {@code validation} are parts; never empty
 */
public record TimeSplit(
    NavigableSet<Instant> training,
    NavigableSet<Instant> validation,
    NavigableSet<Instant> past,
    NavigableSet<Instant> test) {

  /** Parts cutoffs, each of which has labels; empty where none is past. */
  public static Optional<TimeSplit> of(
      NavigableSet<Instant> cutoffs, Duration horizon, int tests, int validations) {
    if (cutoffs.size() <= tests) {
      return Optional.empty();
    }
    NavigableSet<Instant> test = newest(cutoffs, tests);
    NavigableSet<Instant> past = endedBy(test.first(), cutoffs, horizon);
    if (past.isEmpty()) {
      return Optional.empty();
    }
    NavigableSet<Instant> validation = newest(past, validations);
    NavigableSet<Instant> training = endedBy(validation.first(), past, horizon);
    return Optional.of(new TimeSplit(training, validation, past, test));
  }

  private static NavigableSet<Instant> newest(NavigableSet<Instant> cutoffs, int count) {
    NavigableSet<Instant> newest = new TreeSet<>();
    cutoffs.descendingSet().stream().limit(count).forEach(newest::add);
    return newest;
  }

  /** The cutoffs whose label window is over at a moment. */
  private static NavigableSet<Instant> endedBy(
      Instant moment, NavigableSet<Instant> cutoffs, Duration horizon) {
    return cutoffs.headSet(moment.minus(horizon), true);
  }
}
