package io.churnops.feature.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since the epoch, the unit of the feature engine. */
public final class EventTime {

  /** The first moment of the common era; earlier is no time of an event. */
  public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  static final long FIRST = toMicros(EARLIEST);

  /** 10000-01-01, exclusive. */
  static final long END = 253_402_300_800_000_000L;

  /** The last moment that a time can be, in microseconds since the epoch. */
  public static final long LAST = END - 1;

  private EventTime() {}

  /** Microseconds since the epoch; what is finer is cut off. */
  public static long toMicros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  /** The instant of microseconds since the epoch. */
  public static Instant toInstant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Whether it lies in the years 1 to 9999. */
  public static boolean isCalendar(long micros) {
    return micros >= FIRST && micros < END;
  }
}
