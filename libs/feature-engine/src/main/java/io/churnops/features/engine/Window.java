package io.churnops.features.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a feature looks back. A window of length w at T is {@code [floor(T - w, hop), T)} in UTC,
 * hop being one hour below 14 days and one day from there on; an exact one is {@code [T - w, T)};
 * the lifetime has no beginning.
 *
 * @param text as written: {@code 36h}, {@code 90d} or {@code lifetime}
 * @param lengthMicros 0 for the lifetime
 */
record Window(String text, long lengthMicros) {

  static final Window LIFETIME = new Window("lifetime", 0);

  static final String RULE = "Write whole hours or days up to 3650d, like 36h or 90d";

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,4})([hd])");
  private static final long LONGEST = 3650 * Micros.DAY;
  private static final long DAILY_FROM = 14 * Micros.DAY;

  /** A window of a length; the lifetime is none. */
  static Optional<Window> ofLength(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit = matcher.group(2).equals("h") ? Micros.HOUR : Micros.DAY;
    long length = Long.parseLong(matcher.group(1)) * unit;
    return length > LONGEST ? Optional.empty() : Optional.of(new Window(text, length));
  }

  boolean isLifetime() {
    return lengthMicros == 0;
  }

  boolean isDaily() {
    return lengthMicros >= DAILY_FROM;
  }

  Duration length() {
    return Duration.ofSeconds(lengthMicros / 1_000_000);
  }

  /** The first microsecond inside the window at T. */
  long start(long atMicros, boolean exact) {
    if (isLifetime()) {
      return Long.MIN_VALUE;
    }
    long start = atMicros - lengthMicros;
    if (exact) {
      return start;
    }
    long hop = isDaily() ? Micros.DAY : Micros.HOUR;
    return Math.floorDiv(start, hop) * hop;
  }
}
