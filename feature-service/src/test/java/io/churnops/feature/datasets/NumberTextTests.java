package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTests {

  private static double read(String text) {
    byte[] bytes = ("," + text + ",").getBytes(StandardCharsets.US_ASCII);
    return NumberText.read(bytes, 1, bytes.length - 1);
  }

  @Test
  void readsWhatJavaWritesToTheBit() {
    long seed = Long.getLong("churnops.seed", System.nanoTime());
    System.out.println("NumberTextTests churnops.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 100_000; i++) {
      double value =
          switch (i % 4) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextLong(-1_000_000, 1_000_000) / 1_000.0;
            case 2 -> random.nextDouble();
            default -> random.nextLong(-2_000_000_000_000_000L, 2_000_000_000_000_000L);
          };
      assertThat(Double.doubleToLongBits(read(Double.toString(value))))
          .as("%s", value)
          .isEqualTo(Double.doubleToLongBits(value));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-0.0", "0", "7", "123456789012345", "999999999999999.9", ".5", "5.", "1E5"})
  void readsEveryDecimal(String text) {
    assertThat(read(text)).isEqualTo(Double.parseDouble(text));
  }

  @Test
  void readsNothingAsMissing() {
    assertThat(read("")).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", ".", "1.2.3", "one"})
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(NumberFormatException.class);
  }
}
