package io.churnops.feature.log;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param toFold events that belong in the state, in the order given: those new to the log, and
 *     those redelivered, whose fold may have been cut off before
 * @param fresh how many of them are new to the log
 * @param duplicates events that a producer had sent before, under another offset
 */
public record Appended(List<ReceivedEvent> toFold, int fresh, int duplicates) {

  public Appended {
    toFold = List.copyOf(toFold);
  }
}
