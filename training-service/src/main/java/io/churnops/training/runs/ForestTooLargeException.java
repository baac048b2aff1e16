package io.churnops.training.runs;

import java.util.Locale;

/** A forest has more nodes than this service's heap could hold when it is published. */
public final class ForestTooLargeException extends RuntimeException {

  ForestTooLargeException(long nodes, int trees, long mostNodes) {
    super(
        String.format(
            Locale.ROOT,
            "A forest of %,d trees has about %,d nodes with these parameters and rows, and this"
                + " service's heap has room for %,d. Ask for fewer or shallower trees or larger"
                + " leaves, or give training-service a larger heap.",
            trees,
            nodes,
            mostNodes));
  }
}
