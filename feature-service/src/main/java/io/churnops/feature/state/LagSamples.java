package io.churnops.feature.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Tells since when a reader of a partition has been behind, from what was seen of both: where the
 * partition ended at some moments, and how far the reader is.
 */
final class LagSamples {

  private static final int MOST = 600;

  private record Sample(Instant at, long end) {}

  /** Ends that the reader has not reached, oldest first. */
  private final Deque<Sample> unreached = new ArrayDeque<>();

  private Duration spacing = Duration.ZERO;
  private long behind;
  private Instant caughtUp = Instant.EPOCH;

  /** Takes note of what was seen at a moment. */
  void see(Instant at, long end, long reached) {
    if (!unreached.isEmpty() && end < unreached.getLast().end()) {
      unreached.clear(); // Another topic under the same name.
    }
    while (!unreached.isEmpty() && unreached.getFirst().end() <= reached) {
      unreached.removeFirst();
    }
    if (unreached.isEmpty()) {
      spacing = Duration.ZERO;
    }
    if (end > reached && (unreached.isEmpty() || isWorthKeeping(at, end))) {
      unreached.addLast(new Sample(at, end));
    }
    if (unreached.size() > MOST) {
      thinOut();
    }
    behind = Math.max(0, end - reached);
  }

  private boolean isWorthKeeping(Instant at, long end) {
    Sample last = unreached.getLast();
    return end > last.end() && !at.isBefore(last.at().plus(spacing));
  }

  /**
   * Keeps every second sample, the first among them, and takes half as many from now on: what is
   * lost is little against the time that all of them span.
   */
  private void thinOut() {
    boolean keep = true;
    for (Iterator<Sample> each = unreached.iterator(); each.hasNext(); keep = !keep) {
      each.next();
      if (!keep) {
        each.remove();
      }
    }
    spacing =
        Duration.between(unreached.getFirst().at(), unreached.getLast().at())
            .dividedBy(unreached.size());
  }

  /** Takes note that the reader had read all there was at a moment, if that is later. */
  void caughtUp(Instant at) {
    caughtUp = at.isAfter(caughtUp) ? at : caughtUp;
  }

  /** The last moment at which the reader had read all there was; the epoch if there was none. */
  Instant caughtUp() {
    return caughtUp;
  }

  /** How many records the reader has not reached. */
  long behind() {
    return behind;
  }

  /** Since when the oldest of them has been there; empty if there is none. */
  Optional<Instant> since() {
    return Optional.ofNullable(unreached.peekFirst()).map(Sample::at);
  }
}
