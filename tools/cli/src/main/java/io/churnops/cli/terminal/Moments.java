package io.churnops.cli.terminal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as people read them. */
public final class Moments {

  private Moments() {}

  /** An instant to the second, as in 2026-11-22T03:20:58Z; what is none stays as it is. */
  public static String toTheSecond(String instant) {
    return instant.replaceFirst("\\.\\d+Z$", "Z");
  }

  /** An instant to the second. */
  public static String toTheSecond(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
