package io.churnops.feature.definitions;

/** Orders for work on the states of a view, in the transaction of the caller. */
public interface Backfills {

  /** The states of every customer shall be folded from the log. */
  void fold(String fingerprint, String by);

  /** The states of every customer shall be removed. */
  void remove(String fingerprint, String by);

  /** Whatever was ordered for a view and is not done yet is called off. */
  void callOff(String fingerprint);
}
