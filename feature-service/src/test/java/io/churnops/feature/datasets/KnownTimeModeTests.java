package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.log.LogHighWater;
import io.churnops.feature.log.LogHighWater.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownTimeModeTests {

  private static final Instant HAPPENED = Instant.parse("2011-12-09T12:50:00Z");
  private static final Instant KNOWN = Instant.parse("2026-11-21T10:00:00Z");
  private static final LogHighWater IMPORTED_LATE =
      new LogHighWater(Map.of(0, new Position(7, KNOWN, HAPPENED)));
  private static final Instant NOW = KNOWN.plusSeconds(9);
  private static final Instant LAST_MONTH = KNOWN.minus(Duration.ofDays(30));

  @Test
  void trustsLabelsUpToTheLastThingTheLogKnows() {
    assertThat(KnownTimeMode.AS_KNOWN.maturity(IMPORTED_LATE, Map.of(0, NOW), NOW))
        .isEqualTo(KNOWN);
  }

  @Test
  void trustsLabelsOfAnImportedPastUpToItsLastEvent() {
    assertThat(KnownTimeMode.AS_HAPPENED.maturity(IMPORTED_LATE, Map.of(0, KNOWN), KNOWN))
        .isEqualTo(HAPPENED);
  }

  @Test
  void neverTrustsTheFuture() {
    Instant now = HAPPENED.minusSeconds(60);
    assertThat(KnownTimeMode.AS_KNOWN.maturity(IMPORTED_LATE, Map.of(), now)).isEqualTo(now);
    assertThat(KnownTimeMode.AS_HAPPENED.maturity(IMPORTED_LATE, Map.of(), now)).isEqualTo(now);
  }

  @Test
  void isHeldBackByAPartitionThatIsNotReadToItsEnd() {
    LogHighWater unevenly =
        new LogHighWater(
            Map.of(0, new Position(7, KNOWN, KNOWN), 1, new Position(7, LAST_MONTH, LAST_MONTH)));
    Map<Integer, Instant> lagging = Map.of(0, NOW, 1, Instant.EPOCH);

    for (KnownTimeMode mode : KnownTimeMode.values()) {
      assertThat(mode.maturity(unevenly, lagging, NOW)).isEqualTo(LAST_MONTH);
      assertThat(mode.maturity(unevenly, Map.of(0, NOW, 1, NOW), NOW))
          .as("nothing has happened to its customers since")
          .isEqualTo(KNOWN);
      assertThat(mode.maturity(unevenly, Map.of(), NOW))
          .as("Kafka does not say whether more waits")
          .isEqualTo(LAST_MONTH);
    }
  }

  @Test
  void trustsNothingWhileAPartitionWasNeverRead() {
    assertThat(
            KnownTimeMode.AS_KNOWN.maturity(IMPORTED_LATE, Map.of(0, NOW, 1, Instant.EPOCH), NOW))
        .isEqualTo(Instant.EPOCH);
  }
}
