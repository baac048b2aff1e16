package io.churnops.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KFoldTests {

  @ParameterizedTest
  @CsvSource({"2, 1", "5, 2", "7, 3", "20, 4"})
  void dealsEveryRowToOneFoldOfTheSameSizeAndChurnRate(int folds, long seed) {
    Dataset data = ShopDataset.of("d", 503, 1, 30, seed).read();
    double churners = Arrays.stream(labels(data)).sum();

    KFold parts = KFold.of(data, folds, seed);

    assertThat(parts.folds().stream().flatMapToInt(Arrays::stream).sorted())
        .containsExactlyElementsOf(IntStream.range(0, 503).boxed().toList());
    for (int fold = 0; fold < folds; fold++) {
      int[] held = parts.held(fold);
      assertThat(held.length).isBetween(503 / folds - 1, 503 / folds + 2);
      assertThat(IntStream.of(held).filter(data::churned).count())
          .isBetween((long) (churners / folds), (long) (churners / folds) + 1);
      assertThat(held.length + parts.others(fold).length).isEqualTo(503);
      assertThat(parts.others(fold)).doesNotContain(held);
    }
  }

  @Test
  void dealsTheSameWayFromTheSameSeedAndAnotherFromAnother() {
    Dataset data = ShopDataset.of("d", 200, 1, 30, 5).read();

    assertThat(KFold.of(data, 5, 1).held(0)).isEqualTo(KFold.of(data, 5, 1).held(0));
    assertThat(KFold.of(data, 5, 1).held(0)).isNotEqualTo(KFold.of(data, 5, 2).held(0));
  }

  @Test
  void leavesRowsWithoutALabelOut() {
    ShopDataset shop = ShopDataset.of("d", 200, 2, 30, 6);
    shop.immatureFrom(shop.lines().getLast().cutoff());

    assertThat(KFold.of(shop.read(), 5, 1).rows()).hasSize(200);
  }

  @Test
  void refusesSeveralMomentsAndTooFewOfAClass() {
    assertRefused(ShopDataset.of("d", 100, 2, 30, 7), "k_fold_over_time");
    ShopDataset rare = ShopDataset.of("d", 100, 1, 30, 8);
    rare.lines().replaceAll(line -> line.withLabel(line.customer().equals("C-4")));
    assertRefused(rare, "one_class");
  }

  private static void assertRefused(ShopDataset shop, String code) {
    Dataset data = shop.read();
    assertThatThrownBy(() -> KFold.of(data, 5, 1))
        .isInstanceOfSatisfying(
            DatasetException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static int[] labels(Dataset data) {
    return IntStream.range(0, data.rows()).map(row -> data.churned(row) ? 1 : 0).toArray();
  }
}
