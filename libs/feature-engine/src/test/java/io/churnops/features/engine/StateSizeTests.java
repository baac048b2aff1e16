package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a customer costs in Redis. */
class StateSizeTests {

  private static final int MOST_BYTES = 4_096;

  @Test
  void aCustomerOfAHundredActiveDaysAndFortyFeaturesTakesAtMostFourKilobytes() {
    CompiledView view = FortyFeatures.compiled();
    assertThat(view.columns()).hasSize(40);
    FeatureState state = view.emptyState();
    long offset = 1_000_000;
    for (CustomerEvent event : FortyFeatures.events(new Random(42))) {
      view.fold(state, event, 3, offset++);
    }
    byte[] blob = view.encode(state, SampleView.NOW);
    System.out.printf(
        "%d events on %d days, %d features: %,d bytes%n",
        state.events(), FortyFeatures.ACTIVE_DAYS, view.columns().size(), blob.length);
    assertThat(state.days().size()).isEqualTo(FortyFeatures.ACTIVE_DAYS);
    assertThat(blob).hasSizeLessThanOrEqualTo(MOST_BYTES);
  }
}
