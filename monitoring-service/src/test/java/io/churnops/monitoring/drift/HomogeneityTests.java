package io.churnops.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The expected values are those of scipy's {@code chi2_contingency} without Yates' correction. */
class HomogeneityTests {

  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void equalsScipyForCategoriesOneOfWhichIsNew() {
    Homogeneity categories =
        Homogeneity.of(new long[] {120, 60, 20, 0}, new long[] {70, 50, 20, 10});

    assertThat(categories.statistic()).isEqualTo(17.27671451355662, within(1e-11));
    assertThat(categories.degreesOfFreedom()).isEqualTo(3);
    assertThat(categories.pValue()).isEqualTo(6.199094818718778e-4, EXACT);
  }

  @Test
  void equalsScipyForTwoValues() {
    Homogeneity binary = Homogeneity.of(new long[] {120, 80}, new long[] {70, 80});

    assertThat(binary.statistic()).isEqualTo(6.140350877192986, within(1e-11));
    assertThat(binary.pValue()).isEqualTo(0.013213109218729757, EXACT);
  }

  @Test
  void takesThinBinsTogether() {
    Homogeneity pooled =
        Homogeneity.of(new long[] {500, 300, 3, 2, 1}, new long[] {90, 50, 1, 0, 4});

    assertThat(pooled.statistic()).isEqualTo(8.01781186706056, within(1e-11));
    assertThat(pooled.degreesOfFreedom()).isEqualTo(2);
    assertThat(pooled.pValue()).isEqualTo(0.018153245233139537, EXACT);
  }

  @Test
  void seesNoDifferenceWhereNothingCanDiffer() {
    assertThat(Homogeneity.of(new long[] {0, 70}, new long[] {0, 30}).pValue()).isEqualTo(1);
    assertThat(Homogeneity.of(new long[] {1, 1}, new long[] {1, 0}).pValue()).isEqualTo(1);
    assertThat(Homogeneity.of(new long[] {9, 9}, new long[] {0, 0}).pValue()).isEqualTo(1);
    assertThat(Homogeneity.of(new long[2], new long[2]).pValue()).isEqualTo(1);
  }
}
