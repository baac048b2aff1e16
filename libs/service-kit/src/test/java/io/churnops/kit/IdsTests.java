package io.churnops.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTests {

  private static final Instant NOW = Instant.parse("2026-11-21T10:15:30.123Z");

  @Test
  void makesVersionSevenIdsOfTheClock() {
    UUID id = UUID.fromString(new Ids(InstantSource.fixed(NOW)).next());
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void doesNotRepeatItselfWithinAMillisecond() {
    Ids ids = new Ids(InstantSource.fixed(NOW));
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(made.add(ids.next())).isTrue();
    }
  }
}
