package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CutoffsTests {

  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final Instant FIRST = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void sortsAndThinsListedMoments() {
    Instant fine = FIRST.plusNanos(1_001);
    assertThat(resolve(new CutoffsRequest(List.of(NOW, FIRST, fine, FIRST), null, null, null)))
        .containsExactly(FIRST, FIRST.plusNanos(1_000), NOW);
  }

  @Test
  void spacesMomentsFromTheFirstUpToTheLastInclusive() {
    assertThat(spaced(FIRST, Instant.parse("2026-11-15T00:00:00Z"), "7d"))
        .containsExactly(
            FIRST, Instant.parse("2026-11-08T00:00:00Z"), Instant.parse("2026-11-15T00:00:00Z"));
    assertThat(spaced(FIRST, Instant.parse("2026-11-14T23:59:59Z"), "7d")).hasSize(2);
    assertThat(spaced(FIRST, FIRST, "12h")).containsExactly(FIRST);
  }

  @Test
  void takesTheDistanceThatTheLabelProposes() {
    assertThat(
            Cutoffs.resolve(
                new CutoffsRequest(null, FIRST, NOW, null), Optional.of(Duration.ofDays(10)), NOW))
        .hasSize(3);
    assertRefused(new CutoffsRequest(null, FIRST, NOW, null), "every");
  }

  @Test
  void allowsFourHundredMoments() {
    assertThat(spaced(NOW.minus(Duration.ofHours(399)), NOW, "1h")).hasSize(400);
    assertRefused(
        new CutoffsRequest(null, NOW.minus(Duration.ofHours(400)), NOW, "1h"), "401 cutoffs");
  }

  @Test
  void refusesTheFuture() {
    assertRefused(
        new CutoffsRequest(List.of(NOW.plusSeconds(1)), null, null, null), "lies in the future");
  }

  private static List<Instant> spaced(Instant from, Instant to, @Nullable String every) {
    return resolve(new CutoffsRequest(null, from, to, every));
  }

  private static List<Instant> resolve(CutoffsRequest request) {
    return Cutoffs.resolve(request, Optional.empty(), NOW);
  }

  private static void assertRefused(CutoffsRequest request, String why) {
    assertThatExceptionOfType(InvalidCutoffsException.class)
        .isThrownBy(() -> resolve(request))
        .withMessageContaining(why);
  }
}
