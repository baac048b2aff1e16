package io.churnops.feature.identity;

import io.churnops.feature.log.ReceivedEvent;
import io.churnops.features.engine.CustomerEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which ids are one customer. The pairs that were said to be, and the times of that, say
 * everything; which id is whose at present is kept beside them and changes one at a time.
 *
 * <p>Whoever folds a customer asks here <em>after</em> its events are in the log. Then either the
 * customer it is told is the present one, or the change that came since is followed by a fold of
 * the log that holds the events.
 */
@Service
public class Identities {

  /** Pairs that one request may cut. */
  static final int CUTS_AT_ONCE = 500;

  private final IdentityGraph graph;
  private final PastIdentities past;
  private final PairTable pairs;
  private final MemberTable members;

  Identities(IdentityGraph graph, PastIdentities past, PairTable pairs, MemberTable members) {
    this.graph = graph;
    this.past = past;
    this.pairs = pairs;
    this.members = members;
  }

  /** The id that an event joins to its customer, if it is an event that joins and the id one. */
  public static Optional<String> joinedId(CustomerEvent event) {
    return JoinEvents.joinedId(event);
  }

  /**
   * Takes in the joins among logged events; a join that was taken before changes nothing.
   *
   * @return the ids that the joins name, and all others whose customer is another now
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Set<String> join(Collection<ReceivedEvent> logged) {
    return graph.join(logged);
  }

  /**
   * Unjoins an id from another, or from all others, from now on. The past stays as it was known.
   *
   * @param other null for all
   */
  @Transactional
  public Cut cut(String id, @Nullable String other, String by, String reason) {
    return graph.cut(id, other, by, reason);
  }

  /**
   * The customer of an id at present, with nobody else joining or parting until the caller's
   * transaction ends.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Person lockedPerson(String id) {
    return graph.lockedPerson(id);
  }

  /** Forgets everything that was ever said of some ids. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Forgotten forget(Collection<String> ids) {
    return graph.forget(ids);
  }

  /** The customers that ids belong to at present; every id has one. */
  public Map<String, Profile> current(Collection<String> ids) {
    return members.current(ids);
  }

  /** The members of present customers; a customer that is no longer as it was is left out. */
  public Map<Profile, Set<String>> members(Collection<Profile> profiles) {
    return members.members(profiles);
  }

  /**
   * The customers that ids belonged to, as it was known at a moment; every id has one.
   *
   * @param knownBy microseconds since the epoch, inclusive
   */
  public Map<String, Person> knownBy(Collection<String> ids, long knownBy) {
    return past.knownBy(ids, knownBy);
  }

  /**
   * The customers that ids belonged to, as it was known at moments of their own; per id one for
   * each of its moments.
   *
   * @param lastChange the number of the last change that counts
   */
  public Map<String, List<Person>> knownAt(Map<String, List<Long>> moments, long lastChange) {
    return past.knownAt(moments, lastChange);
  }

  /**
   * The ids of which a join was ever said, in the order of their bytes.
   *
   * @param from the first that may be among them, null for no bound
   * @param until the first behind them, null for no bound
   */
  public List<String> everJoined(@Nullable String from, @Nullable String until) {
    return members.all(from, until);
  }

  /** The number of the last change; 0 if there was none. */
  public long lastChange() {
    return pairs.lastChange();
  }

  /**
   * The ids that were ever connected to one of some ids, or to one of which something was said
   * since a change.
   *
   * @param lastChange the number of the change
   */
  public Set<String> connected(Collection<String> ids, long lastChange) {
    return members.connected(ids, lastChange);
  }

  /**
   * What was said of the ids of a customer, the latest first.
   *
   * @param before only changes with a lower number
   */
  public List<IdentityChange> changes(Collection<String> ids, long before, int limit) {
    return pairs.changes(ids, before, limit);
  }

  /** Ids whose present customer Redis was not told yet. */
  public List<String> unsettled(int limit) {
    return members.unsettled(limit);
  }

  /** Redis was told of the customers of ids. */
  public void settled(Map<String, Profile> told) {
    members.settled(told);
  }

  /** Redis may have forgotten what it was told. */
  public void unsettleAll() {
    members.unsettleAll();
  }
}
