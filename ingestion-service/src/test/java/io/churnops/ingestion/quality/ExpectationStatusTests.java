package io.churnops.ingestion.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.ingestion.quality.ExpectationStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExpectationStatusTests {

  private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration GRACE = ExpectationStatus.GRACE;

  private final Known arrivals = new Known();

  @Test
  void expectsEventsToKeepArriving() {
    Expectation.Fresh fresh = new Expectation.Fresh(Duration.ofHours(2));
    assertThat(state(fresh, NOON)).as("none ever came").isEqualTo(State.BROKEN);
    arrivals.put(NOON, 1L);
    Instant last = NOON.plus(Duration.ofHours(2)).plus(GRACE);
    assertThat(state(fresh, last)).isEqualTo(State.MET);
    assertThat(state(fresh, last.plusSeconds(1))).isEqualTo(State.BROKEN);
  }

  @Test
  void givesANewRuleItsTime() {
    Expectation.Fresh fresh = new Expectation.Fresh(Duration.ofHours(2));
    assertThat(state(fresh, SINCE.plusSeconds(7_200))).isEqualTo(State.TOO_EARLY);
    Expectation.Volume volume = new Expectation.Volume(Duration.ofHours(1), 1L, null);
    Instant soon = SINCE.plus(GRACE).plusSeconds(3_599);
    assertThat(state(volume, soon)).isEqualTo(State.TOO_EARLY);
    assertThat(state(volume, soon.plusSeconds(1))).isEqualTo(State.BROKEN);
  }

  @Test
  void countsTheLastWholePeriod() {
    Expectation.Volume volume = new Expectation.Volume(Duration.ofHours(1), 2L, 3L);
    arrivals.put(NOON.minusSeconds(3_600), 1L);
    arrivals.put(NOON.minusSeconds(60), 1L);
    arrivals.put(NOON, 100L);
    Instant justAfter = NOON.plus(GRACE);
    assertThat(state(volume, justAfter)).isEqualTo(State.MET);
    assertThat(state(volume, justAfter.plusSeconds(3_599))).isEqualTo(State.MET);
    assertThat(state(volume, justAfter.plusSeconds(3_600)))
        .as("100 are too many")
        .isEqualTo(State.BROKEN);
    assertThat(state(volume, justAfter.minusSeconds(1)))
        .as("none from ten to eleven")
        .isEqualTo(State.BROKEN);
    assertThat(ExpectationStatus.of("r", volume, arrivals, SINCE, justAfter).detail())
        .isEqualTo("2 events from 2026-11-21T11:00:00Z to 2026-11-21T12:00:00Z");
  }

  private State state(Expectation.OfArrivals expected, Instant now) {
    return ExpectationStatus.of("r", expected, arrivals, SINCE, now).state();
  }

  private static final class Known extends TreeMap<Instant, Long>
      implements ExpectationStatus.Arrivals {

    @Override
    public Optional<Instant> last() {
      return Optional.ofNullable(lastEntry()).map(Entry::getKey);
    }

    @Override
    public long between(Instant from, Instant to) {
      return subMap(from, to).values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
