package io.churnops.ingestion.sources;

/** Reads the rows of a source from a position on. */
@FunctionalInterface
interface RowReader {

  /**
   * Hands on the rows, in pieces that are confirmed together.
   *
   * @throws SourceFailedException if the source cannot be read to its end
   */
  void read(long from, Pieces pieces) throws InterruptedException;

  /** Takes rows. */
  interface Pieces {

    void row(PulledRow row);

    /**
     * Confirms the rows since the last piece.
     *
     * @param ordered whether all rows that are still to come lie behind them
     */
    void end(boolean ordered) throws InterruptedException;
  }
}
