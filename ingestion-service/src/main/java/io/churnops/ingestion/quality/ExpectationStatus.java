package io.churnops.ingestion.quality;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether the events of a type arrive as a rule expects. */
record ExpectationStatus(
    String rule,
    State state,
    @Schema(example = "12 events from 2026-11-21T10:00:00Z to 2026-11-21T11:00:00Z")
        String detail) {

  /** How long all instances take to tell what arrived, and a bit. */
  static final Duration GRACE = Duration.ofSeconds(3 * ArrivalCounter.EVERY_SECONDS);

  /** What can be said. */
  enum State {
    /** As expected. */
    MET,
    /** Not as expected. */
    BROKEN,
    /** The rule has not been there for a whole period. */
    TOO_EARLY
  }

  /** Where the facts come from. */
  interface Arrivals {

    Optional<Instant> last();

    long between(Instant from, Instant to);
  }

  static ExpectationStatus of(
      String rule, Expectation.OfArrivals expected, Arrivals arrivals, Instant since, Instant now) {
    return switch (expected) {
      case Expectation.Fresh fresh -> fresh(rule, fresh, arrivals, since, now);
      case Expectation.Volume volume -> volume(rule, volume, arrivals, since, now);
    };
  }

  private static ExpectationStatus fresh(
      String rule, Expectation.Fresh fresh, Arrivals arrivals, Instant since, Instant now) {
    Optional<Instant> last = arrivals.last();
    String detail = last.map(at -> "the last event came at " + at).orElse("no event came yet");
    Instant limit = now.minus(fresh.within()).minus(GRACE);
    if (last.isPresent() && !last.get().isBefore(limit)) {
      return new ExpectationStatus(rule, State.MET, detail);
    }
    return new ExpectationStatus(
        rule, since.isBefore(limit) ? State.BROKEN : State.TOO_EARLY, detail);
  }

  private static ExpectationStatus volume(
      String rule, Expectation.Volume volume, Arrivals arrivals, Instant since, Instant now) {
    long period = volume.per().toSeconds();
    Instant to =
        Instant.ofEpochSecond(Math.floorDiv(now.minus(GRACE).getEpochSecond(), period) * period);
    Instant from = to.minusSeconds(period);
    long events = arrivals.between(from, to);
    String detail = "%d events from %s to %s".formatted(events, from, to);
    if (from.isBefore(since)) {
      return new ExpectationStatus(rule, State.TOO_EARLY, detail);
    }
    boolean met =
        (volume.min() == null || events >= volume.min())
            && (volume.max() == null || events <= volume.max());
    return new ExpectationStatus(rule, met ? State.MET : State.BROKEN, detail);
  }
}
