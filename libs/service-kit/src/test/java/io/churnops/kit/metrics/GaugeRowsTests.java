package io.churnops.kit.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class GaugeRowsTests {

  private static final Tags CHURN = Tags.of("model", "churn");
  private static final Tags OTHER = Tags.of("model", "other");

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GaugeRows rows = GaugeRows.register(meters, "churnops.test", "Rows", "seconds");

  @Test
  void tellsTheRowsThatThereAre() {
    var age = new AtomicLong(1);
    rows.show(Map.of(CHURN, age::get, OTHER, () -> 5));
    age.set(2);
    assertThat(page())
        .containsExactlyInAnyOrder(
            "churnops_test_seconds{model=\"churn\"} 2.0",
            "churnops_test_seconds{model=\"other\"} 5.0");

    rows.show(Map.of(CHURN, () -> 7));
    assertThat(page()).containsExactly("churnops_test_seconds{model=\"churn\"} 7.0");

    rows.show(Map.of());
    assertThat(page()).isEmpty();

    rows.show(Map.of(CHURN, () -> 8));
    assertThat(page()).containsExactly("churnops_test_seconds{model=\"churn\"} 8.0");
  }

  @Test
  void isOnThePageOnceWhileItChanges() throws InterruptedException {
    var stop = new AtomicBoolean();
    Map<Tags, DoubleSupplier> first = Map.of(CHURN, () -> 1);
    Map<Tags, DoubleSupplier> second = Map.of(OTHER, () -> 2);
    rows.show(first);
    Thread changes =
        Thread.ofPlatform()
            .start(() -> {
              while (!stop.get()) {
                rows.show(first);
                rows.show(first);
                rows.show(second);
              }
            });
    try {
      for (int i = 0; i < 2_000; i++) {
        // One may be missed that comes while it is written, but none may be there twice.
        assertThat(page()).as("page %d", i).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(2);
      }
    } finally {
      stop.set(true);
      changes.join();
    }
  }

  private List<String> page() {
    return meters.scrape().lines().filter(line -> !line.startsWith("#")).toList();
  }
}
