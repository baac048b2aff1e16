package io.churnops.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LagSamplesTests {

  private final LagSamples samples = new LagSamples();

  private static Instant second(long second) {
    return Instant.ofEpochSecond(second);
  }

  @Test
  void isNotBehindWhatItHasReached() {
    samples.see(second(1), 10, 10);

    assertThat(samples.since()).isEmpty();
    assertThat(samples.behind()).isZero();
  }

  @Test
  void isBehindSinceTheOldestRecordItHasNotReachedWasSeen() {
    samples.see(second(1), 10, 5);
    samples.see(second(2), 20, 9);
    assertThat(samples.since()).hasValue(second(1));
    assertThat(samples.behind()).isEqualTo(11);

    samples.see(second(3), 30, 10);
    assertThat(samples.since()).hasValue(second(2));
    samples.see(second(4), 30, 30);
    assertThat(samples.since()).isEmpty();
  }

  @Test
  void growsOlderWhileNothingMoves() {
    samples.see(second(1), 10, 5);
    samples.see(second(100), 10, 5);

    assertThat(samples.since()).hasValue(second(1));
  }

  @Test
  void forgetsATopicThatWasReplaced() {
    samples.see(second(1), 1_000, 5);
    samples.see(second(2), 3, 0);

    assertThat(samples.since()).hasValue(second(2));
    assertThat(samples.behind()).isEqualTo(3);
  }

  @Test
  void keepsTheFirstMomentHoweverLongItLasts() {
    for (int i = 1; i <= 100_000; i++) {
      samples.see(second(i), i, 0);
    }

    assertThat(samples.since()).hasValue(second(1));
    samples.see(second(100_001), 100_001, 50_000);
    long since = samples.since().orElseThrow().getEpochSecond();
    assertThat(since).isBetween(50_000L, 51_000L);
  }
}
