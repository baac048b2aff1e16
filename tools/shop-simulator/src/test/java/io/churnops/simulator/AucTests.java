package io.churnops.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.churnops.simulator.Auc.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AucTests {

  @Test
  void equalsTheShareOfPairsInRightOrderWithTiesHalf() {
    Random random = new Random(5);
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      scored.add(new Scored(random.nextInt(20), random.nextBoolean()));
    }

    assertThat(Auc.of(scored)).isCloseTo(byCountingPairs(scored), within(1e-12));
  }

  @Test
  void isNotANumberWithoutBothOutcomes() {
    assertThat(Auc.of(List.of(new Scored(1, true)))).isNaN();
  }

  private static double byCountingPairs(List<Scored> scored) {
    double right = 0;
    double pairs = 0;
    for (Scored churner : scored) {
      for (Scored stayer : scored) {
        if (churner.churned() && !stayer.churned()) {
          pairs++;
          right += (Math.signum(churner.score() - stayer.score()) + 1) / 2;
        }
      }
    }
    return right / pairs;
  }
}
