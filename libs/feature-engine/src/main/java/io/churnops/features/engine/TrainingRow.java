package io.churnops.features.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was known of a customer at a cutoff, and what became of the customer.
 *
 * @param cutoffMicros the moment of the row, microseconds since the epoch
 * @param outcomes one for each label, in their order
 */
public record TrainingRow(
    String customerId, long cutoffMicros, List<Outcome> outcomes, FeatureVector vector) {

  public TrainingRow {
    Objects.requireNonNull(customerId, "customerId");
    outcomes = List.copyOf(outcomes);
    Objects.requireNonNull(vector, "vector");
  }

  /**
   * A row of one label.
   *
   * @param churned empty while the horizon has not passed
   */
  public TrainingRow(
      String customerId, long cutoffMicros, Optional<Boolean> churned, FeatureVector vector) {
    this(
        customerId,
        cutoffMicros,
        List.of(
            churned.map(yes -> yes ? Outcome.CHURNED : Outcome.STAYED).orElse(Outcome.IMMATURE)),
        vector);
  }

  /** Whether the customer churned by the first label; empty where it says nothing. */
  public Optional<Boolean> label() {
    return switch (outcomes.getFirst()) {
      case CHURNED -> Optional.of(true);
      case STAYED -> Optional.of(false);
      case IMMATURE, INELIGIBLE -> Optional.empty();
    };
  }
}
