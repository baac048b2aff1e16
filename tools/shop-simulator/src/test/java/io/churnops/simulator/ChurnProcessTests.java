package io.churnops.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.churnops.simulator.Dice.Purpose;
import io.churnops.simulator.Traits.Segment;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChurnProcessTests {

  private static final LocalDate UNTIL = LocalDate.of(2026, 11, 21);
  private static final long DAY = UNTIL.toEpochDay();

  @ParameterizedTest
  @EnumSource(Engagement.class)
  void givesTheFrequencyOfDrawnSilence(Engagement state) {
    Market market = new Market(List.of(new Drift.PriceRise(UNTIL.plusDays(10), 0.3)));
    ChurnProcess process = new ChurnProcess(market);
    Traits traits = Traits.of(ShopPlan.year(1, 10, UNTIL), 3);
    int n = 20_000;
    int silent = 0;
    for (int world = 0; world < n; world++) {
      silent += isSilent(process, traits, state, world) ? 1 : 0;
    }

    double probability = process.silence(traits, state, DAY, 30);

    double standardError = Math.sqrt(probability * (1 - probability) / n);
    assertThat(silent / (double) n).isCloseTo(probability, within(4 * standardError + 1e-9));
  }

  @Test
  void isCalibratedOverAWholeShop() {
    Shop shop = new Shop(ShopPlan.year(11, 6_000, UNTIL));
    List<TrueRisk> truth =
        shop.truth(List.of(UNTIL)).stream()
            .sorted(Comparator.comparingDouble(TrueRisk::probability))
            .toList();
    int tenth = truth.size() / 10;
    for (int from = 0; from + tenth <= truth.size(); from += tenth) {
      List<TrueRisk> group = truth.subList(from, from + tenth);
      double expected = group.stream().mapToDouble(TrueRisk::probability).sum();
      double variance =
          group.stream().mapToDouble(r -> r.probability() * (1 - r.probability())).sum();

      assertThat((double) group.stream().filter(TrueRisk::churned).count())
          .as("churners among those with a risk from %s", group.getFirst().probability())
          .isCloseTo(expected, within(4 * Math.sqrt(variance) + 0.5));
    }
  }

  @Test
  void isSilentForSureWithoutDays() {
    ChurnProcess process = new ChurnProcess(new Market(List.of()));
    Traits traits = Traits.of(ShopPlan.year(1, 10, UNTIL), 3);

    assertThat(process.silence(traits, Engagement.LOYAL, DAY, 0)).isEqualTo(1);
  }

  @Test
  void ranksEngagementBySilence() {
    ChurnProcess process = new ChurnProcess(new Market(List.of()));
    Traits traits = new Traits(DAY - 100, 0.3, 1, 0.5, 0.5, "DE", "organic", true, Segment.REGULAR);

    assertThat(Engagement.values())
        .extracting(state -> process.silence(traits, state, DAY, 30))
        .isSorted();
  }

  private static boolean isSilent(
      ChurnProcess process, Traits traits, Engagement yesterday, int world) {
    Engagement state = yesterday;
    for (long day = DAY; day < DAY + 30; day++) {
      state = process.next(state, Dice.of(world, Purpose.CHAIN, day));
      if (Dice.of(world, Purpose.ORDERS, day).poisson(process.orders(traits, state, day)) > 0) {
        return false;
      }
    }
    return true;
  }
}
