package io.churnops.ingestion.quarantine;

/** How many events await a decision, and of how many the sender was told that they are refused. */
record OpenCount(long all, long refused) {

  OpenCount plus(boolean quarantined) {
    return new OpenCount(all + 1, quarantined ? refused : refused + 1);
  }
}
