package io.churnops.ingestion.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How full the quarantine is. */
class OpenCountTests {

  private static final QuarantineProperties LIMITS =
      new QuarantineProperties(100, 50, Duration.ofDays(1), Duration.ofDays(1));

  @Test
  void isFilledByTheNearerOfItsBounds() {
    assertThat(new OpenCount(0, 0).filled(LIMITS)).isZero();
    assertThat(new OpenCount(90, 10).filled(LIMITS)).isEqualTo(0.9);
    assertThat(new OpenCount(50, 50).filled(LIMITS)).as("full of refused ones").isEqualTo(1);
  }
}
