package io.churnops.feature.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErasureWorkTests {

  private static final Instant CLEARED = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration WITHIN = Duration.ofSeconds(3);

  @Test
  void clearsRedisAtOnceAndAgainWhenWhatWasBeingWrittenHasAppeared() {
    ErasureWork begun = ErasureWork.of(Set.of("C-1"));
    ErasureWork logCleared = begun.cleared(Set.of(), Map.of("events", 7L)).clearedBy(CLEARED);
    ErasureWork redisCleared =
        logCleared.counting(Map.of("events", 7L, ErasureWork.ONLINE_STATES, 0L));

    assertThat(begun.awaitsWrites(CLEARED, WITHIN)).isFalse();
    assertThat(logCleared.awaitsWrites(CLEARED, WITHIN)).as("the first time").isFalse();
    assertThat(redisCleared.awaitsWrites(CLEARED.plusMillis(2_999), WITHIN)).isTrue();
    assertThat(redisCleared.awaitsWrites(CLEARED.plus(WITHIN), WITHIN)).isFalse();
  }
}
