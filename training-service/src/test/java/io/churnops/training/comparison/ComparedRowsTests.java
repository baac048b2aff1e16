package io.churnops.training.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.datasets.Split;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.datasets.SplitRequest;
import io.churnops.training.evaluation.AucDifference;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparedRowsTests {

  private static final int CUSTOMERS = 400;

  private final Dataset data = ShopDataset.of("d", CUSTOMERS, 5, 30, 1).read();

  @Test
  void takesTheRowsOfOneCutoffForIndependent() {
    ComparedRows rows = tested(1);
    double[] scores = noise(rows.size(), 1);
    double[] others = noise(rows.size(), 2);

    assertThat(rows.difference(scores, others))
        .isEqualTo(AucDifference.of(scores, others, rows.churned()));
  }

  @Test
  void takesTheCustomersOfSeveralCutoffsForIndependent() {
    ComparedRows rows = tested(3);
    double[] scores = noise(rows.size(), 1);
    double[] others = noise(rows.size(), 2);
    int[] customers = IntStream.range(0, rows.size()).map(row -> row / 3).toArray();

    assertThat(rows.size()).isEqualTo(3 * CUSTOMERS);
    assertThat(rows.difference(scores, others).standardError())
        .isEqualTo(
            AucDifference.byCustomer(scores, others, rows.churned(), customers).standardError())
        .isNotEqualTo(AucDifference.of(scores, others, rows.churned()).standardError());
  }

  private ComparedRows tested(int cutoffs) {
    Split split = Split.of(data, new SplitRequest(cutoffs, 1));
    return ComparedRows.tested(data, SplitReport.of(data, split));
  }

  private static double[] noise(int rows, long seed) {
    return new SplittableRandom(seed).doubles(rows).toArray();
  }
}
