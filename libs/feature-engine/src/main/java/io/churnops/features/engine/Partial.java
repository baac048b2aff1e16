package io.churnops.features.engine;

/**
 * What a slot knows of a set of events. Adding and merging are commutative and associative to the
 * bit, so neither the order nor the grouping of events can be seen in it. Mutable; one owner.
 */
sealed interface Partial permits Tally, Total, Squares, Extreme, Moment, Pick, Distinct, Top {

  /** Takes in one event. The payload has the form of the slot's signal. */
  void add(Payload payload, Stamp stamp);

  /** Takes in the events of another partial of the same slot, which stays as it is. */
  void merge(Partial other);

  /** Writes what {@link #read} reads. */
  void write(StateWriter out);

  /** Replaces this partial by the written one, whose signal has the form. */
  void read(StateReader in, Signal.Form form) throws CorruptStateException;
}
