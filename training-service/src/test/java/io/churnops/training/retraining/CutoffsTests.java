package io.churnops.training.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutoffsTests {

  private static final Instant NOW = Instant.parse("2026-11-21T20:15:00Z");
  private static final Duration HORIZON = Duration.ofDays(30);

  @Test
  void countsBackFromTheNewestThatHasLabels() {
    assertThat(Cutoffs.at(new RetrainingRequest.CutoffWish(null, null, 3), HORIZON, NOW))
        .containsExactly(
            Instant.parse("2026-08-23T00:00:00Z"),
            Instant.parse("2026-09-22T00:00:00Z"),
            Instant.parse("2026-10-22T00:00:00Z"));
    assertThat(Cutoffs.at(null, HORIZON, NOW)).hasSize(6);
  }

  @Test
  void takesWhatIsSaid() {
    assertThat(Cutoffs.at(new RetrainingRequest.CutoffWish("2d", "12h", 2), HORIZON, NOW))
        .containsExactly(
            Instant.parse("2026-11-18T12:00:00Z"), Instant.parse("2026-11-19T00:00:00Z"));
  }

  @Test
  void movesWhatWas() {
    List<Instant> before =
        List.of(
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-08T00:00:00Z"),
            Instant.parse("2026-01-15T00:00:00Z"));
    assertThat(Cutoffs.moved(before, HORIZON, NOW))
        .containsExactly(
            Instant.parse("2026-10-08T00:00:00Z"),
            Instant.parse("2026-10-15T00:00:00Z"),
            Instant.parse("2026-10-22T00:00:00Z"));
    assertThat(Cutoffs.moved(before.subList(0, 1), HORIZON, NOW)).hasSize(1);
  }
}
