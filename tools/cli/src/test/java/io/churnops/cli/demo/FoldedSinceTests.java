package io.churnops.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FoldedSinceTests {

  private String page = page(300_000, 10);

  @Test
  void countsNothingThatWasFoldedBefore() {
    FoldedSince folded = new FoldedSince(() -> page);

    assertThat(folded.atLeast(0)).isTrue();
    assertThat(folded.atLeast(1)).isFalse();
    page = page(326_531, 10);
    assertThat(folded.atLeast(26_532)).isFalse();
    page = page(326_532, 10);
    assertThat(folded.atLeast(26_532)).isTrue();
  }

  @Test
  void countsEventsThatTheLogHadAlready() {
    FoldedSince folded = new FoldedSince(() -> page);

    page = page(300_002, 13);
    assertThat(folded.atLeast(5)).isTrue();
    assertThat(folded.atLeast(6)).isFalse();
  }

  private static String page(int folded, int duplicates) {
    return """
    # HELP churnops_features_events_folded_total Events new to the log and folded
    churnops_features_events_folded_total{service="feature-service"} %d.0
    churnops_features_duplicates_total{service="feature-service"} %d.0
    churnops_features_deadletter_total{service="feature-service"} 7.0
    """
        .formatted(folded, duplicates);
  }
}
