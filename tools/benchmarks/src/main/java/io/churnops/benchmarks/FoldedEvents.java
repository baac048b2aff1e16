package io.churnops.benchmarks;

import io.churnops.benchmarks.RunningSuite.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many events feature-service has folded, as it tells Prometheus. */
final class FoldedEvents {

  private static final Pattern FOLDED =
      Pattern.compile("(?m)^churnops_features_events_folded_total(?:\\{[^}]*})? ([0-9.E+]+)$");

  /** A look costs the service some milliseconds: they are rare while much is left to fold. */
  private static final Duration LEAST_BETWEEN_LOOKS = Duration.ofMillis(200);

  private static final Duration MOST_BETWEEN_LOOKS = Duration.ofSeconds(5);

  /** A busy suite may not answer with its metrics. */
  private static final int MOST_FAILED_LOOKS = 3;

  private final RunningSuite suite;
  private double before;

  private FoldedEvents(RunningSuite suite, double before) {
    this.suite = suite;
    this.before = before;
  }

  static FoldedEvents of(RunningSuite suite) throws IOException {
    return new FoldedEvents(suite, now(suite));
  }

  /** Returns when that many more are folded than at the last look. */
  void awaitMore(long events) throws IOException {
    double from = before;
    before += events;
    long start = System.nanoTime();
    for (double now = now(suite); now < before; now = now(suite)) {
      double left = (before - now) / Math.max(1, now - from) * (System.nanoTime() - start);
      LockSupport.parkNanos(
          Math.clamp(
              (long) (left / 2), LEAST_BETWEEN_LOOKS.toNanos(), MOST_BETWEEN_LOOKS.toNanos()));
    }
  }

  private static double now(RunningSuite suite) throws IOException {
    Answer metrics = suite.get(RunningSuite.FEATURE, "/actuator/prometheus").join();
    Matcher folded = FOLDED.matcher(metrics.body());
    for (int again = 0; !folded.find(); again++) {
      if (again == MOST_FAILED_LOOKS) {
        throw new IOException("No count of folded events in the metrics: " + metrics);
      }
      LockSupport.parkNanos(MOST_BETWEEN_LOOKS.toNanos());
      metrics = suite.get(RunningSuite.FEATURE, "/actuator/prometheus").join();
      folded = FOLDED.matcher(metrics.body());
    }
    return Double.parseDouble(folded.group(1));
  }
}
