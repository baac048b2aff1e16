package io.churnops.feature.online;

import io.churnops.feature.log.EventTime;
import io.churnops.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The moment that a caller asks for: now, or one that can be answered for. */
final class AskedMoment {

  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private AskedMoment() {}

  /** The moment in microseconds since the epoch; now if none is asked for. */
  static long micros(@Nullable Instant asOf, Instant now) {
    if (asOf != null && asOf.isAfter(now.plus(CLOCK_TOLERANCE))) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "as-of-in-the-future",
          "asOf lies in the future",
          "Features can be asked for up to now: " + now);
    }
    if (asOf != null && asOf.isBefore(EventTime.EARLIEST)) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "as-of-too-early",
          "asOf lies before all events",
          "Features can be asked for from the year 1 on");
    }
    return EventTime.toMicros(asOf == null ? now : asOf);
  }
}
