package io.churnops.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FoldTests {

  @Test
  void judgesOnTheNewestPastCutoffsWithAGapOfOneHorizon() {
    Dataset data = ShopDataset.of("d", 200, 8, 30, 1).read();
    Split split = Split.of(data, new SplitRequest(1, 1));

    List<Fold> folds = Fold.of(data, split, 3);

    Duration horizon = data.manifest().label().horizonDuration();
    assertThat(folds).hasSize(3);
    assertThat(folds)
        .allSatisfy(fold -> {
          Instant judging = data.cutoff(fold.validation()[0]);
          assertThat(rows(fold.validation())).allMatch(row -> data.cutoff(row).equals(judging));
          assertThat(rows(fold.training()))
              .isNotEmpty()
              .allMatch(row -> !data.cutoff(row).plus(horizon).isAfter(judging));
          assertThat(rows(split.past())).containsAll(rows(fold.training()));
          assertThat(rows(split.past())).containsAll(rows(fold.validation()));
          assertThat(rows(fold.training())).doesNotContainAnyElementsOf(rows(split.test()));
          assertThat(rows(fold.validation())).doesNotContainAnyElementsOf(rows(split.test()));
        });
    assertThat(folds.stream().map(fold -> data.cutoff(fold.validation()[0])))
        .isSortedAccordingTo((a, b) -> b.compareTo(a))
        .doesNotHaveDuplicates();
  }

  @Test
  void partsTheCustomersOfATable() {
    Dataset data = ShopDataset.of("d", 900, 1, 30, 2).read();
    Split split = Split.of(data, new SplitRequest(1, 1));
    assertThat(split.method()).isEqualTo(Split.Method.BY_CUSTOMER);

    List<Fold> folds = Fold.of(data, split, 4);

    assertThat(folds).hasSize(4);
    Set<Integer> judged = new HashSet<>();
    for (Fold fold : folds) {
      rows(fold.validation()).forEach(row -> assertThat(judged.add(row)).isTrue());
      assertThat(fold.training().length + fold.validation().length).isEqualTo(split.past().length);
      assertThat(customers(data, fold.training()))
          .doesNotContainAnyElementsOf(customers(data, fold.validation()));
    }
    assertThat(judged).isEqualTo(rows(split.past()));
  }

  private static Set<Integer> rows(int[] rows) {
    return Arrays.stream(rows).boxed().collect(Collectors.toSet());
  }

  private static Set<Integer> customers(Dataset data, int[] rows) {
    return Arrays.stream(rows).map(data::customerHash).boxed().collect(Collectors.toSet());
  }
}
