package io.churnops.ingestion.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlainAsciiTests {

  private static final int LONGEST = 20;

  @Test
  void findsEveryByteThatNeedsASecondLookAtEveryPlace() {
    for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++) {
      for (int place = 0; place < LONGEST; place++) {
        byte[] text = new byte[LONGEST];
        Arrays.fill(text, (byte) 'x');
        text[place] = (byte) b;
        assertThat(PlainAscii.end(text, 0)).isEqualTo(isPlain((byte) b) ? LONGEST : place);
      }
    }
  }

  @Test
  void findsTheFirstOfSeveralFromAnywhere() {
    long seed = Long.getLong("churnops.seed", System.nanoTime());
    System.out.println("PlainAsciiTests churnops.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 100_000; i++) {
      byte[] text = new byte[random.nextInt(LONGEST)];
      for (int at = 0; at < text.length; at++) {
        text[at] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 'a' + random.nextInt(26));
      }
      int from = random.nextInt(text.length + 1);
      int expected = from;
      while (expected < text.length && isPlain(text[expected])) {
        expected++;
      }
      assertThat(PlainAscii.end(text, from))
          .as("%s from %d, seed %d", Arrays.toString(text), from, seed)
          .isEqualTo(expected);
    }
  }

  private static boolean isPlain(byte b) {
    return b >= 0x20 && b <= 0x7E && b != '"' && b != '\\';
  }
}
