package io.churnops.forest.explanation;

import java.util.List;

/**
 * A score taken apart: the base, which is the average over the training rows, plus what each input
 * adds. They sum up to the score of the row, before calibration.
 *
 * @param unit what the base and the contributions are measured in
 * @param contributions one per input, in their order
 */
public record Explanation(Unit unit, double base, List<Double> contributions) {

  /** What scores add up in. */
  public enum Unit {
    PROBABILITY,
    LOG_ODDS
  }

  public Explanation {
    contributions = List.copyOf(contributions);
  }

  /** The sum: the score of the row before calibration, in the unit. */
  public double total() {
    return base + contributions.stream().mapToDouble(Double::doubleValue).sum();
  }
}
