package io.churnops.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.churnops.simulator.Dice.Purpose;
import org.junit.jupiter.api.Test;

class DiceTests {

  @Test
  void drawsTheReferenceSequenceOfSplitMix64() {
    Dice dice = Dice.startingAt(1234567);

    assertThat(dice.nextLong()).isEqualTo(6457827717110365317L);
    assertThat(dice.nextLong()).isEqualTo(3203168211198807973L);
  }

  @Test
  void keepsPurposesAndPathsApart() {
    assertThat(Dice.of(1, Purpose.VISIT, 2, 3).nextLong())
        .isNotEqualTo(Dice.of(1, Purpose.ORDER, 2, 3).nextLong())
        .isNotEqualTo(Dice.of(1, Purpose.VISIT, 3, 2).nextLong())
        .isNotEqualTo(Dice.of(2, Purpose.VISIT, 2, 3).nextLong())
        .isEqualTo(Dice.of(1, Purpose.VISIT, 2, 3).nextLong());
  }

  @Test
  void drawsPoissonCountsWithTheirMeanAndVariance() {
    int n = 100_000;
    double mean = 2.5;
    double sum = 0;
    double squares = 0;
    Dice dice = Dice.of(7, Purpose.VISITS);
    for (int i = 0; i < n; i++) {
      int count = dice.poisson(mean);
      sum += count;
      squares += (double) count * count;
    }
    double drawnMean = sum / n;

    double standardError = Math.sqrt(mean / n);
    assertThat(drawnMean).isCloseTo(mean, within(4 * standardError));
    assertThat(squares / n - drawnMean * drawnMean).isCloseTo(mean, within(0.1));
  }

  @Test
  void drawsWeightedChoicesInProportion() {
    int n = 100_000;
    int[] drawn = new int[3];
    Dice dice = Dice.of(7, Purpose.ORDER);
    for (int i = 0; i < n; i++) {
      drawn[dice.weighted(2, 1, 1)]++;
    }

    double standardError = Math.sqrt(0.25 / n);
    assertThat(drawn[0] / (double) n).isCloseTo(0.5, within(4 * standardError));
    assertThat(drawn[2] / (double) n).isCloseTo(0.25, within(4 * standardError));
  }
}
