package io.churnops.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.log.Appended;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldMetricsTests {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FoldMetrics metrics = new FoldMetrics(meters, () -> Instant.EPOCH);

  @Test
  void tellsOfEventsOfAFailedTryOnceTheyAreFolded() {
    metrics.begin(0);
    metrics.logged(new Appended(List.of(), 90, 10));
    assertTold(0, 0);

    metrics.begin(0);
    metrics.logged(new Appended(List.of(), 0, 10));
    metrics.done();
    assertTold(90, 10);

    metrics.begin(0);
    metrics.logged(new Appended(List.of(), 3, 1));
    metrics.logged(new Appended(List.of(), 4, 0));
    metrics.done();
    metrics.done();
    assertTold(97, 11);
  }

  private void assertTold(int folded, int duplicates) {
    assertThat(meters.counter("churnops.features.events.folded").count()).isEqualTo(folded);
    assertThat(meters.counter("churnops.features.duplicates").count()).isEqualTo(duplicates);
  }
}
