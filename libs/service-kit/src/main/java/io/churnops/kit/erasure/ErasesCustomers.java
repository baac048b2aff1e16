package io.churnops.kit.erasure;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** A part of a service that keeps something of customers and removes it. */
public interface ErasesCustomers {

  /**
   * Removes everything that is kept of some customers, inside the caller's transaction, in which
   * they were entered among the erased; may be asked again for the same.
   *
   * @return what was removed, by store
   */
  Map<String, Long> erase(Collection<String> customerIds);

  /**
   * Whether nothing is left of work that was begun before a moment and may still hold the erased.
   * Asked again and again until it is so; only then is the erasure answered.
   */
  default boolean isSettled(Instant begunBefore) {
    return true;
  }
}
