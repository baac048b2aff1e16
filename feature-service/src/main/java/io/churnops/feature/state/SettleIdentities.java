package io.churnops.feature.state;

import io.churnops.feature.identity.Identities;
import io.churnops.feature.identity.Profile;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Makes Redis follow the identities: under each id that was ever joined it says where the states of
 * its customer are. Done at once by whoever changes an identity, and looked after here, so that
 * neither a crash in between nor a Redis that was away leaves an id behind.
 */
@Component
public class SettleIdentities {

  private static final Logger log = LoggerFactory.getLogger(SettleIdentities.class);
  private static final int AT_ONCE = 500;

  private final Identities identities;
  private final OnlineStates states;

  SettleIdentities(Identities identities, OnlineStates states) {
    this.identities = identities;
    this.states = states;
  }

  /** Settles the present customers of some ids, with all their ids. */
  public void settle(Collection<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    Set<Profile> profiles = Set.copyOf(identities.current(ids).values());
    Set<String> all = new HashSet<>(ids);
    identities.members(profiles).values().forEach(all::addAll);
    states.settle(identities.current(all));
  }

  /** Everything is to be settled again, since Redis has lost something. */
  void again() {
    identities.unsettleAll();
  }

  @Scheduled(fixedDelayString = "1s", initialDelayString = "2s")
  void settleTheRest() {
    try {
      List<String> left = identities.unsettled(AT_ONCE);
      while (!left.isEmpty()) {
        Map<String, Profile> owners = identities.current(left);
        states.settle(owners);
        left = left.size() < AT_ONCE ? List.of() : identities.unsettled(AT_ONCE);
      }
    } catch (DataAccessException | TransactionException e) {
      log.debug("Identities are settled later: {}", e.toString());
    }
  }
}
