package io.churnops.feature.datasets;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans as definitions and requests write them: {@code 7d}, {@code 12h}. */
final class Period {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})([dh])");

  private Period() {}

  static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    return Optional.of(
        matcher.group(2).equals("d") ? Duration.ofDays(count) : Duration.ofHours(count));
  }

  static String print(Duration period) {
    return period.toHours() % 24 == 0 ? period.toDays() + "d" : period.toHours() + "h";
  }
}
