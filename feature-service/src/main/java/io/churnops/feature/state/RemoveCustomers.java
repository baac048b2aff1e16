package io.churnops.feature.state;

import java.time.Duration;
import java.util.Collection;
import org.springframework.stereotype.Component;

/** Removes customers from Redis, or what is wrong about them. */
@Component
public class RemoveCustomers {

  /** What the clocks of Redis and of this service may drift apart in the meantime, and more. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final StateStore store;
  private final OnlineStates states;
  private final TakeEvents takeEvents;
  private final SettleIdentities settle;

  RemoveCustomers(
      StateStore store, OnlineStates states, TakeEvents takeEvents, SettleIdentities settle) {
    this.store = store;
    this.states = states;
    this.takeEvents = takeEvents;
    this.settle = settle;
  }

  /** Folds the customers of some ids anew, whatever is held of them. */
  public void refold(Collection<String> ids) {
    takeEvents.refold(ids);
  }

  /**
   * For how long what was being written may still appear, though its writer has died or given it
   * up, and does not take it back. Who removes for good removes again after that.
   */
  public Duration writesAppearWithin() {
    return store.writesTakeAtMost().plus(MARGIN);
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
