package io.churnops.feature.online;

import io.churnops.feature.online.FeaturesAnswer.Lag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the values of a view are at a moment, whosever they are.
 *
 * @param objectiveSeconds for how long an event may wait to be folded
 * @param lag how far the store is behind its source; absent while that cannot be told
 */
record FreshnessAnswer(
    String view,
    String fingerprint,
    Instant evaluatedAt,
    Status status,
    double objectiveSeconds,
    @Nullable Lag lag) {

  enum Status {
    FRESH,
    /** Events wait to be folded for longer than the objective allows. */
    STALE,
    /** The source cannot be asked how far it is. */
    UNKNOWN,
    /** The view is retired or returns from that: states that are there lack events. */
    NOT_READY
  }
}
