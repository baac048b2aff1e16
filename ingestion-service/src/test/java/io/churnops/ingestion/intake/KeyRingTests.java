package io.churnops.ingestion.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTests {

  /** Few values, and those crowded around few slots, so that every kind of probing comes up. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 100})
  void isASetThatForgetsTheOldest(int capacity) {
    long seed = Long.getLong("churnops.seed", System.nanoTime());
    System.out.println("KeyRingTests churnops.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    KeyRing ring = new KeyRing(capacity);
    Set<KeyDigest> naive = new LinkedHashSet<>();
    for (int i = 0; i < 20_000; i++) {
      KeyDigest digest =
          new KeyDigest(random.nextInt(-3, 3), random.nextInt(Math.max(2, capacity / 2)));
      assertThat(ring.contains(digest)).as("seed %d", seed).isEqualTo(naive.contains(digest));
      assertThat(ring.add(digest)).as("seed %d", seed).isEqualTo(naive.add(digest));
      if (naive.size() > capacity) {
        naive.remove(naive.iterator().next());
      }
      assertThat(ring.size()).as("seed %d", seed).isEqualTo(naive.size());
    }
  }

  @Test
  void takesAnotherInFromItsOldestOn() {
    KeyRing other = new KeyRing(3);
    for (int i = 0; i < 5; i++) {
      other.add(new KeyDigest(i, i));
    }
    KeyRing ring = new KeyRing(2);
    ring.addAll(other);
    assertThat(ring.contains(new KeyDigest(2, 2))).isFalse();
    assertThat(ring.contains(new KeyDigest(3, 3))).isTrue();
    assertThat(ring.contains(new KeyDigest(4, 4))).isTrue();
  }

  @Test
  void remembersNothingWithoutRoom() {
    KeyRing ring = new KeyRing(0);
    assertThat(ring.add(new KeyDigest(1, 1))).isFalse();
    assertThat(ring.contains(new KeyDigest(1, 1))).isFalse();
  }
}
