package io.churnops.feature.state;

import java.util.Collection;
import org.springframework.stereotype.Component;

/** Removes customers from Redis, or what is wrong about them. */
@Component
public class RemoveCustomers {

  private final OnlineStates states;
  private final TakeEvents takeEvents;
  private final SettleIdentities settle;

  RemoveCustomers(OnlineStates states, TakeEvents takeEvents, SettleIdentities settle) {
    this.states = states;
    this.takeEvents = takeEvents;
    this.settle = settle;
  }

  /** Folds the customers of some ids anew, whatever is held of them. */
  public void refold(Collection<String> ids) {
    takeEvents.refold(ids);
  }

  /**
   * Removes everything that is held under some ids.
   *
   * @param left others, whose events or identities have changed by it and who are folded anew
   * @return under how many of the ids something was held
   */
  public long remove(Collection<String> ids, Collection<String> left) {
    long removed = states.delete(ids);
    takeEvents.refold(left);
    settle.settle(left);
    return removed;
  }
}
