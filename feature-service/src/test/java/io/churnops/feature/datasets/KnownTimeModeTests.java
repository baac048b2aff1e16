package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.log.LogHighWater;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownTimeModeTests {

  private static final Instant HAPPENED = Instant.parse("2011-12-09T12:50:00Z");
  private static final Instant KNOWN = Instant.parse("2026-11-21T10:00:00Z");
  private static final LogHighWater IMPORTED_LATE =
      new LogHighWater(Map.of(0, 7L), KNOWN, HAPPENED);

  @Test
  void trustsLabelsUpToTheLastThingTheLogKnows() {
    assertThat(KnownTimeMode.AS_KNOWN.maturity(IMPORTED_LATE, KNOWN.plusSeconds(9)))
        .isEqualTo(KNOWN);
  }

  @Test
  void trustsLabelsOfAnImportedPastUpToItsLastEvent() {
    assertThat(KnownTimeMode.AS_HAPPENED.maturity(IMPORTED_LATE, KNOWN)).isEqualTo(HAPPENED);
  }

  @Test
  void neverTrustsTheFuture() {
    Instant now = HAPPENED.minusSeconds(60);
    assertThat(KnownTimeMode.AS_KNOWN.maturity(IMPORTED_LATE, now)).isEqualTo(now);
    assertThat(KnownTimeMode.AS_HAPPENED.maturity(IMPORTED_LATE, now)).isEqualTo(now);
  }
}
