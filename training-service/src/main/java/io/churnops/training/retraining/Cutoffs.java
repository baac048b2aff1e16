package io.churnops.training.retraining;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The moments of a training set, counted back from now. */
final class Cutoffs {

  private static final int USUAL = 6;

  private Cutoffs() {}

  /**
   * The cutoffs, oldest first. The newest is at midnight UTC, so that its labels are whole days
   * old.
   */
  static List<Instant> at(
      RetrainingRequest.@Nullable CutoffWish wish, Duration horizon, Instant now) {
    Duration newest = wish == null || wish.newest() == null ? horizon : span(wish.newest());
    Duration every = wish == null || wish.every() == null ? horizon : span(wish.every());
    int count = wish == null || wish.count() == null ? USUAL : wish.count();
    return back(now.minus(newest), every, count);
  }

  /** As many moments as there were, as far apart as the last two were, up to the newest. */
  static List<Instant> moved(List<Instant> before, Duration horizon, Instant now) {
    Duration every =
        before.size() < 2
            ? horizon
            : Duration.between(before.get(before.size() - 2), before.getLast());
    return back(now.minus(horizon), every, before.size());
  }

  private static List<Instant> back(Instant newest, Duration every, int count) {
    Instant midnight = newest.truncatedTo(ChronoUnit.DAYS);
    return IntStream.range(0, count)
        .mapToObj(i -> midnight.minus(every.multipliedBy(count - 1L - i)))
        .toList();
  }

  /** A span such as 30d or 12h. */
  static Duration span(String text) {
    long count = Long.parseLong(text.substring(0, text.length() - 1));
    return text.endsWith("d") ? Duration.ofDays(count) : Duration.ofHours(count);
  }
}
