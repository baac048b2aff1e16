package io.churnops.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.evaluation.SegmentMetrics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindSegmentsTests {

  private final Dataset data = ShopDataset.of("d", 500, 2, 30, 1).read();
  private final int[] rows = IntStream.range(0, data.rows()).toArray();

  @Test
  void cutsNumbersAtTheirQuartilesAndTakesCategoriesUnasked() {
    List<SegmentMetrics> segments =
        FindSegments.by(data, List.of("noise", "country")).of(rows, new double[rows.length], 0.5);

    List<SegmentMetrics> noise = of("noise", segments);
    assertThat(noise).hasSize(4).allSatisfy(each -> assertThat(each.rows()).isBetween(249, 251));
    assertThat(noise)
        .extracting(SegmentMetrics::value)
        .anyMatch(value -> value != null && value.startsWith("up to 0.2"))
        .anyMatch(value -> value != null && value.startsWith("above 0.7"));
    assertThat(of("country", segments)).hasSize(3);
    assertThat(segments.getFirst().column()).isEqualTo("noise");
    assertThat(of("country", FindSegments.by(data, List.of()).of(rows, new double[rows.length], 1)))
        .hasSize(3);
  }

  @Test
  void keepsCustomersWithoutAValueApart() {
    List<SegmentMetrics> recency =
        of(
            "days_since_last_order",
            FindSegments.by(data, List.of("days_since_last_order"))
                .of(rows, new double[rows.length], 0.5));

    long missing = Arrays.stream(rows).filter(row -> data.row(row).isMissing(1)).count();
    assertThat(recency)
        .filteredOn(segment -> segment.value() == null)
        .singleElement()
        .satisfies(segment -> assertThat(segment.rows()).isEqualTo((int) missing));
    assertThat(recency.stream().mapToInt(SegmentMetrics::rows).sum()).isEqualTo(rows.length);
  }

  @Test
  void saysWhichColumnsThereAreWhenAskedForAnother() {
    assertThatThrownBy(() -> FindSegments.by(data, List.of("plan")))
        .isInstanceOfSatisfying(
            DatasetException.class,
            refused -> assertThat(refused.code()).isEqualTo("unknown_column"))
        .hasMessageContaining("orders_90d, days_since_last_order");
  }

  private static List<SegmentMetrics> of(String column, List<SegmentMetrics> segments) {
    return segments.stream().filter(segment -> segment.column().equals(column)).toList();
  }
}
