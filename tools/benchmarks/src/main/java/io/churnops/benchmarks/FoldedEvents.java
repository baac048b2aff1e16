package io.churnops.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many events feature-service has folded, as it tells Prometheus. */
final class FoldedEvents {

  private static final Pattern FOLDED =
      Pattern.compile("(?m)^churnops_features_events_folded_total(?:\\{[^}]*})? ([0-9.E+]+)$");
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

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
    before += events;
    while (now(suite) < before) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private static double now(RunningSuite suite) throws IOException {
    String metrics = suite.get(RunningSuite.FEATURE, "/actuator/prometheus").join().body();
    Matcher folded = FOLDED.matcher(metrics);
    if (!folded.find()) {
      throw new IOException("No count of folded events in the metrics");
    }
    return Double.parseDouble(folded.group(1));
  }
}
