package io.churnops.features.engine;

/** Arithmetic of instants and durations in microseconds. */
final class Micros {

  static final long HOUR = 3_600_000_000L;
  static final long DAY = 24 * HOUR;

  /** The beginning of the year 0. */
  static final long EARLIEST = -62_167_219_200_000_000L;

  private static final long YEAR_10000 = 253_402_300_800_000_000L;

  private Micros() {}

  static boolean inCalendar(long micros) {
    return micros >= EARLIEST && micros < YEAR_10000;
  }

  /** Refuses instants outside the years 0 to 9999, so that window arithmetic cannot overflow. */
  static void requireCalendar(long micros, String name) {
    if (!inCalendar(micros)) {
      throw new IllegalArgumentException(
          name + " must lie in the years 0 to 9999, in microseconds since the epoch: " + micros);
    }
  }
}
