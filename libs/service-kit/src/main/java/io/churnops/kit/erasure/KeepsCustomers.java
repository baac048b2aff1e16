package io.churnops.kit.erasure;

import java.util.List;

/**
 * A part of a service that keeps something of customers which nobody can remove one by one, as
 * topics do. An erasure says of it what remains, why, and until when.
 */
@FunctionalInterface
public interface KeepsCustomers {

  /** What may remain of a customer who is erased now. */
  List<Remaining> remaining();
}
