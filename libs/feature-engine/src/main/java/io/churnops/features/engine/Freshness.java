package io.churnops.features.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far behind its source a view's values may be before they count as stale. It changes no value
 * and so no fingerprint.
 *
 * @param text as written: {@code 30s}, {@code 5m}, {@code 2h} or {@code 1d}
 */
public record Freshness(String text, Duration length) {

  static final String RULE =
      "Write whole seconds, minutes, hours or days up to 30d, like 30s or 5m";

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
  private static final Duration LONGEST = Duration.ofDays(30);

  /** Reads what was written; empty if it is no such time. */
  public static Optional<Freshness> of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    Duration length =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        };
    return length.compareTo(LONGEST) > 0
        ? Optional.empty()
        : Optional.of(new Freshness(text, length));
  }
}
