package io.churnops.training.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeBudgetTests {

  private static final Duration WITHOUT_LIMIT = Duration.ofDays(1);

  private long now = Long.MAX_VALUE - 5;

  @Test
  void sharesWhatIsLeftAmongTheForestsToCome() {
    TimeBudget budget = TimeBudget.begin(12, 3, () -> now);

    assertThat(budget.next(WITHOUT_LIMIT)).isEqualTo(Duration.ofSeconds(4));
    now += Duration.ofSeconds(2).toNanos();
    assertThat(budget.next(WITHOUT_LIMIT)).isEqualTo(Duration.ofSeconds(5));
    now += Duration.ofSeconds(7).toNanos();
    assertThat(budget.next(WITHOUT_LIMIT)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void leavesNothingToAForestThatComesTooLate() {
    TimeBudget budget = TimeBudget.begin(1, 2, () -> now);
    now += Duration.ofSeconds(5).toNanos();

    assertThat(budget.next(WITHOUT_LIMIT)).isEqualTo(Duration.ZERO);
  }

  @Test
  void hasNoEndWhereNoneWasAskedFor() {
    assertThat(TimeBudget.begin(null, 2, () -> now).next(WITHOUT_LIMIT)).isEqualTo(WITHOUT_LIMIT);
  }
}
