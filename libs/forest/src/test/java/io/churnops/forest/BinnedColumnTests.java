package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BinnedColumnTests {

  @Test
  void givesFewDistinctValuesABinEach() {
    BinnedColumn column = BinnedColumn.of(new float[] {3, 1, 1, 2, 3, 2, 7});

    assertThat(column.size()).isEqualTo(4);
    assertThat(column.bins()).containsExactly(2, 0, 0, 1, 2, 1, 3);
    assertThat(column.cutAbove(0)).isEqualTo(1.5f);
    assertThat(column.cutAbove(2)).isEqualTo(5f);
  }

  @Test
  void givesMissingValuesTheLowestBinAlone() {
    BinnedColumn column =
        BinnedColumn.of(new float[] {-ForestInputs.LARGEST, ForestInputs.MISSING, 5});

    assertThat(column.bins()).containsExactly(1, 0, 2);
    assertThat(column.cutAbove(0)).isBetween(ForestInputs.MISSING, -ForestInputs.LARGEST);
  }

  @Test
  void hasNothingToSplitInAConstantColumn() {
    assertThat(BinnedColumn.of(new float[] {4, 4, 4}).size()).isEqualTo(1);
    assertThat(BinnedColumn.of(new float[] {ForestInputs.MISSING, ForestInputs.MISSING}).size())
        .isEqualTo(1);
    assertThat(BinnedColumn.of(new float[] {0f, -0f}).size()).isEqualTo(1);
  }

  @Test
  void separatesNeighbouringFloats() {
    float upper = Math.nextUp(1f);
    BinnedColumn column = BinnedColumn.of(new float[] {1f, upper});

    assertThat(column.bins()).containsExactly(0, 1);
    assertThat(column.cutAbove(0)).isGreaterThanOrEqualTo(1f).isLessThan(upper);
  }

  /** Comparing with a cut must say the same as comparing bins: that is what makes a threshold. */
  @Test
  void fillsItsBinsEvenlyAndAgreesWithItsCuts() {
    var random = new SplittableRandom(11);
    float[] values = new float[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 50 == 0 ? ForestInputs.MISSING : (float) Math.exp(random.nextGaussian() * 3);
    }
    BinnedColumn column = BinnedColumn.of(values);

    assertThat(column.size()).isEqualTo(BinnedColumn.MAX_BINS);
    int[] rows = new int[column.size()];
    for (int i = 0; i < values.length; i++) {
      int bin = column.bins()[i] & 0xFF;
      rows[bin]++;
      assertThat(bin == 0 || values[i] > column.cutAbove(bin - 1)).isTrue();
      assertThat(bin == column.size() - 1 || values[i] <= column.cutAbove(bin)).isTrue();
    }
    assertThat(rows[0]).isEqualTo(2_000);
    for (int bin = 1; bin < rows.length; bin++) {
      assertThat(rows[bin]).isBetween(300, 480);
    }
  }

  @Test
  void spendsNoBinsOnARepeatedValueTwice() {
    float[] values = new float[10_000];
    for (int i = 0; i < 1_000; i++) {
      values[i] = i;
    }
    BinnedColumn column = BinnedColumn.of(values);

    assertThat(column.size()).isBetween(200, BinnedColumn.MAX_BINS);
    assertThat(column.cutAbove(0)).isEqualTo(0.5f);
  }
}
