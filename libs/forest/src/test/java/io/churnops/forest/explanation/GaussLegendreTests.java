package io.churnops.forest.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaussLegendreTests {

  @Test
  void knowsTheRuleOfTwoPoints() {
    GaussLegendre rule = GaussLegendre.of(2);

    assertThat(rule.points()[0]).isEqualTo((1 - 1 / Math.sqrt(3)) / 2, within(1e-16));
    assertThat(rule.points()[1]).isEqualTo((1 + 1 / Math.sqrt(3)) / 2, within(1e-15));
    assertThat(rule.weights()).containsExactly(new double[] {0.5, 0.5}, within(1e-15));
  }

  @Test
  void integratesEveryPowerBelowTwiceTheNumberOfPoints() {
    for (int count = 1; count <= 8; count++) {
      GaussLegendre rule = GaussLegendre.of(count);
      for (int power = 0; power < 2 * count; power++) {
        assertThat(integral(rule, power))
            .as("%d points, power %d", count, power)
            .isEqualTo(1.0 / (power + 1), within(1e-15));
      }
      assertThat(integral(rule, 2 * count)).isNotCloseTo(1.0 / (2 * count + 1), within(1e-12));
    }
  }

  private static double integral(GaussLegendre rule, int power) {
    double sum = 0;
    for (int i = 0; i < rule.count(); i++) {
      sum += rule.weights()[i] * Math.pow(rule.points()[i], power);
    }
    return sum;
  }
}
