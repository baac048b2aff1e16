package io.churnops.training.evaluation;

import io.churnops.forest.OutOfBag;
import java.util.Optional;

/**
 * How well a forest ranks its own training rows, each scored by the trees that were grown without
 * it: an estimate that needs no hold-out. It flatters where a customer has rows at several cutoffs.
 *
 * @param rows that some tree was grown without
 */
public record OutOfBagEstimate(int rows, double auc) {

  /** The estimate, where rows of both classes were left out of some tree. */
  public static Optional<OutOfBagEstimate> of(OutOfBag outOfBag) {
    boolean[] churned = outOfBag.labels();
    boolean someChurned = false;
    boolean someStayed = false;
    for (boolean each : churned) {
      someChurned |= each;
      someStayed |= !each;
    }
    return someChurned && someStayed
        ? Optional.of(new OutOfBagEstimate(churned.length, Ranking.auc(outOfBag.scores(), churned)))
        : Optional.empty();
  }
}
