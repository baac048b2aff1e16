package io.churnops.features.engine;

import java.util.Objects;
import java.util.Optional;

/**
 * What was known of a customer at a cutoff, and what became of the customer.
 *
 * @param cutoffMicros the moment of the row, microseconds since the epoch
 * @param label whether the customer churned; empty while the horizon has not passed
 */
public record TrainingRow(
    String customerId, long cutoffMicros, Optional<Boolean> label, FeatureVector vector) {

  public TrainingRow {
    Objects.requireNonNull(customerId, "customerId");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(vector, "vector");
  }
}
