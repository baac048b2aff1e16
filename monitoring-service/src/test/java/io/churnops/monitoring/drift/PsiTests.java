package io.churnops.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PsiTests {

  private static final double EXACT = 1e-12;

  /** Of two integer sequences in the deciles of the first; computed with numpy and scipy. */
  private static final long[] REFERENCE = {23, 18, 20, 20, 20, 20, 20, 20, 20, 19};

  private static final long[] CURRENT = {0, 16, 13, 26, 7, 14, 11, 6, 9, 48};

  @Test
  void equalsIndependentlyComputedValues() {
    Psi psi = Psi.of(REFERENCE, CURRENT);

    assertThat(psi.value()).isEqualTo(1.2528747342835813, within(EXACT));
    assertThat(psi.critical(0.95)).isEqualTo(0.19738807205390524, within(EXACT));
    assertThat(psi.critical(0.99)).isEqualTo(0.25276993389038915, within(EXACT));
    assertThat(psi.baselineRows()).isEqualTo(200);
    assertThat(psi.windowRows()).isEqualTo(150);
  }

  @Test
  void isSymmetric() {
    assertThat(Psi.of(CURRENT, REFERENCE).value())
        .isEqualTo(Psi.of(REFERENCE, CURRENT).value(), within(EXACT));
  }

  @Test
  void isZeroForEqualSharesWhateverTheSizes() {
    assertThat(Psi.of(new long[] {10, 20, 70}, new long[] {1, 2, 7}).value())
        .isEqualTo(0, within(EXACT));
  }

  @Test
  void raisesEmptyBinsToTheLeastShare() {
    double expected = (0.99 - 1) * Math.log(0.99) + (0.01 - 1e-4) * Math.log(0.01 / 1e-4);

    assertThat(Psi.of(new long[] {100, 0}, new long[] {99, 1}).value())
        .isEqualTo(expected, within(EXACT));
  }

  @Test
  void leavesOutBinsThatNobodyFills() {
    Psi psi = Psi.of(new long[] {50, 50, 0}, new long[] {50, 50, 0});

    assertThat(psi.bins()).isEqualTo(2);
    assertThat(psi.value()).isZero();
  }

  @Test
  void saysNothingOfEmptySamples() {
    for (Psi psi :
        new Psi[] {
          Psi.of(REFERENCE, new long[10]),
          Psi.of(new long[10], CURRENT),
          Psi.of(new long[10], new long[10]),
          Psi.of(new long[] {5}, new long[] {7})
        }) {
      assertThat(psi.value()).isZero();
      assertThat(psi.critical(0.99)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void refusesSamplesInDifferentBins() {
    assertThatThrownBy(() -> Psi.of(new long[2], new long[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
