package io.churnops.cli.demo;

import java.util.List;
import java.util.function.Supplier;

/**
 * How many events feature-service has taken from Kafka since this was made, whatever it had taken
 * before. One that the log had already, as in a file that is imported again, is taken as well.
 */
final class FoldedSince {

  private static final List<String> TAKEN =
      List.of("churnops_features_events_folded_total", "churnops_features_duplicates_total");

  private final Supplier<String> metrics;
  private final double before;

  /**
   * Begins to count.
   *
   * @param metrics the service's page of metrics, as it is now
   */
  FoldedSince(Supplier<String> metrics) {
    this.metrics = metrics;
    this.before = taken();
  }

  boolean atLeast(long events) {
    return taken() - before >= events;
  }

  private double taken() {
    return metrics
        .get()
        .lines()
        .filter(line -> TAKEN.stream().anyMatch(line::startsWith))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
