package io.churnops.feature.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.FeatureColumn;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShiftTests {

  private static final FeatureColumn NUMBER = new FeatureColumn("spent", ColumnType.NUMBER);
  private static final FeatureColumn CATEGORY = new FeatureColumn("plan", ColumnType.CATEGORY);

  private static Shift from(FeatureColumn column, List<?> base) {
    Summary summary = Summary.ofUnlabelled(List.of(column), base.size());
    base.forEach(value -> summary.add(null, _ -> value));
    Shift shift = Shift.from(summary.finish().columns().getFirst());
    base.forEach(value -> shift.add(value, true));
    return shift;
  }

  @Test
  void isZeroWhereNothingMoved() {
    Random random = new Random(1);
    List<Double> values = random.doubles(1_000).boxed().toList();
    Shift shift = from(NUMBER, values);
    values.forEach(value -> shift.add(value, false));
    assertThat(shift.psi()).isZero();
  }

  @Test
  void isThePublishedSumOverBins() {
    // Half a, half b, against three quarters a: bins missing, rest, a, b with half a row each more.
    Shift shift = from(CATEGORY, List.of("a", "b", "a", "b"));
    List.of("a", "a", "a", "b").forEach(value -> shift.add(value, false));
    double[] before = {.5 / 6, .5 / 6, 2.5 / 6, 2.5 / 6};
    double[] after = {.5 / 6, .5 / 6, 3.5 / 6, 1.5 / 6};
    double psi = 0;
    for (int i = 0; i < before.length; i++) {
      psi += (after[i] - before[i]) * Math.log(after[i] / before[i]);
    }
    assertThat(shift.psi()).isCloseTo(psi, within(1e-12)).isCloseTo(0.1413, within(1e-4));
  }

  @Test
  void growsAsNumbersMove() {
    // Unit normals s apart: the index over fine bins tends to s², over ten bins a little less.
    Random random = new Random(2);
    List<Double> base = random.doubles(50_000).map(_ -> random.nextGaussian()).boxed().toList();
    for (double distance : new double[] {0.2, 0.5}) {
      Shift shift = from(NUMBER, base);
      for (int i = 0; i < 50_000; i++) {
        shift.add(random.nextGaussian() + distance, false);
      }
      assertThat(shift.psi()).isBetween(0.85 * distance * distance, 1.1 * distance * distance);
    }
  }

  @Test
  void countsWhatIsMissingAndWhatIsNew() {
    Shift shift = from(CATEGORY, java.util.Collections.nCopies(1_000, "a"));
    for (int i = 0; i < 500; i++) {
      shift.add(null, false);
      shift.add("new", false);
    }
    assertThat(shift.psi()).isGreaterThan(5);
  }
}
