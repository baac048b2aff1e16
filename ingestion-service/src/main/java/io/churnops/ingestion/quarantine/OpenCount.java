package io.churnops.ingestion.quarantine;

/** How many events await a decision, and of how many the sender was told that they are refused. */
record OpenCount(long all, long refused) {

  OpenCount plus(boolean quarantined) {
    return new OpenCount(all + 1, quarantined ? refused : refused + 1);
  }

  /** How much of the room for all, or of that for refused ones if it is less, is taken. */
  double filled(QuarantineProperties limits) {
    return Math.max((double) all / limits.maxOpen(), (double) refused / limits.maxOpenRefused());
  }
}
