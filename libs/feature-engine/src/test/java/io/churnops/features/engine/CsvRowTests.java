package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CsvRowTests {

  @Test
  void spellsNumbersAsJavaDoes() {
    long seed = Long.getLong("churnops.seed", System.nanoTime());
    System.out.println("CsvRowTests churnops.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 100_000; i++) {
      double value =
          switch (i % 5) {
            case 0 -> random.nextInt(-12, 12);
            case 1 -> random.nextLong(-20_000_000, 20_000_000);
            case 2 -> random.nextLong(-1_000_000, 1_000_000) / 64.0;
            case 3 -> i % 2 == 0 ? 0.0 : -0.0;
            default -> Double.longBitsToDouble(random.nextLong());
          };
      assertThat(written(value)).isEqualTo(Double.isNaN(value) ? "" : Double.toString(value));
    }
    for (double border : new double[] {9_999_999, -9_999_999, 1e7, -1e7, 10, 99, 100}) {
      assertThat(written(border)).isEqualTo(Double.toString(border));
    }
  }

  private static String written(double value) {
    CsvRow row = new CsvRow();
    row.number(value);
    return new String(row.bytes(), 0, row.size(), StandardCharsets.UTF_8);
  }
}
