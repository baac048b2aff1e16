package io.churnops.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SegmentMetricsTests {

  /**
   * 100 of DE ranked well, 60 of FR ranked badly, 50 without a country who all stayed, 10 of IT.
   */
  @Test
  void judgesEachCategoryAndLeavesOutTheSmall() {
    var values = new ArrayList<@Nullable String>();
    double[] scores = new double[220];
    boolean[] churned = new boolean[220];
    for (int i = 0; i < 220; i++) {
      values.add(i < 100 ? "DE" : i < 160 ? "FR" : i < 210 ? null : "IT");
      churned[i] = i % 2 == 0 && (i < 160 || i >= 210);
      scores[i] = i < 100 == churned[i] ? 0.8 : 0.2;
    }

    List<SegmentMetrics> segments = SegmentMetrics.of("country", values, scores, churned, 0.5);

    assertThat(segments).extracting(SegmentMetrics::value).containsExactly("DE", "FR", null);
    assertThat(segments).extracting(SegmentMetrics::rows).containsExactly(100, 60, 50);
    assertThat(segments).extracting(SegmentMetrics::auc).containsExactly(1.0, 0.0, null);
    assertThat(segments).extracting(SegmentMetrics::recall).containsExactly(1.0, 0.0, 0.0);
    assertThat(segments.getFirst().meanScore()).isCloseTo(0.5, within(1e-12));
    assertThat(segments.getFirst().positives()).isEqualTo(50);
  }
}
