package io.churnops.features.engine;

/**
 * A partial that is kept; features that need the same one share it.
 *
 * @param cardinality how many categories a ranking counts; 0 for all other kinds
 */
record Slot(Signal signal, SlotKind kind, int cardinality) {

  /** A partial of no event yet; it must be given one before it is stored or finished. */
  Partial fresh() {
    return kind.fresh(cardinality);
  }
}
