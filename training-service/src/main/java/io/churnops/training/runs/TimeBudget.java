package io.churnops.training.runs;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time a run has for growing, which its forests share: each may take its part of what the ones
 * before it left.
 */
final class TimeBudget {

  private final long ends;
  private final boolean unlimited;
  private final LongSupplier nanos;
  private int forests;

  private TimeBudget(@Nullable Integer seconds, int forests, LongSupplier nanos) {
    this.nanos = nanos;
    this.forests = forests;
    unlimited = seconds == null;
    ends = seconds == null ? 0 : nanos.getAsLong() + Duration.ofSeconds(seconds).toNanos();
  }

  /**
   * Begins to count.
   *
   * @param seconds null for no limit
   * @param nanos ever-rising nanoseconds
   */
  static TimeBudget begin(@Nullable Integer seconds, int forests, LongSupplier nanos) {
    return new TimeBudget(seconds, forests, nanos);
  }

  /** However long it takes. */
  static TimeBudget unlimited() {
    return new TimeBudget(null, 1, System::nanoTime);
  }

  /** What the next forest may take; nothing is left to a forest too late. */
  Duration next(Duration withoutLimit) {
    if (unlimited) {
      return withoutLimit;
    }
    long left = Math.max(0, ends - nanos.getAsLong());
    return Duration.ofNanos(left / Math.max(1, forests--));
  }
}
