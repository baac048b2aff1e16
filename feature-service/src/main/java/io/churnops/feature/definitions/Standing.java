package io.churnops.feature.definitions;

/** What can be expected of the states of a view. */
public enum Standing {
  /** Every customer's state was folded from the whole log. */
  READY,
  /** A state that is there is whole; those that are not there yet are being folded. */
  BACKFILLING,
  /** As BACKFILLING, but the view was retired before, and states from then may be there still. */
  RETURNING,
  /** Nothing is folded. */
  RETIRED
}
