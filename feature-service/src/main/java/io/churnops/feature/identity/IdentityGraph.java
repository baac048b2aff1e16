package io.churnops.feature.identity;

import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.ReceivedEvent;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Changes which ids are one customer: joins them, cuts them, forgets them. One change at a time,
 * under a lock that lasts as long as the caller's transaction; every change leaves each id assigned
 * to the customer that its pairs make it.
 */
@Service
class IdentityGraph {

  private static final long LOCK = 0x6368_7572_6e69_6465L;

  private final PairTable pairs;
  private final MemberTable members;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  IdentityGraph(PairTable pairs, MemberTable members, JdbcClient jdbc, InstantSource clock) {
    this.pairs = pairs;
    this.members = members;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  private void lock() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query(_ -> {});
  }

  Set<String> join(Collection<ReceivedEvent> logged) {
    Map<ReceivedEvent, Pair> joins = new LinkedHashMap<>();
    logged.forEach(received ->
        JoinEvents.joinedId(received.event())
            .ifPresent(id -> joins.put(received, new Pair(received.event().customerId(), id))));
    Set<String> affected = new HashSet<>();
    if (!joins.isEmpty()) {
      lock();
      joins.forEach((received, pair) -> {
        affected.add(pair.knownId());
        affected.add(pair.otherId());
        affected.addAll(join(received.key(), pair, received.event().knownMicros()));
      });
    }
    return affected;
  }

  private Set<String> join(UUID event, Pair pair, long knownFrom) {
    Optional<Long> number = pairs.addJoin(event, pair, knownFrom);
    if (number.isPresent() && pairs.isJoined(pair)) {
      Set<String> before = membersAround(pair);
      if (pairs.connect(pair)) {
        members.connectGroups(pair);
        reassign(before, number.get());
        return before;
      }
    }
    return Set.of();
  }

  Cut cut(String id, @Nullable String other, String by, String reason) {
    lock();
    List<Pair> found = pairs.between(id, other, Identities.CUTS_AT_ONCE + 1);
    List<Pair> now = found.subList(0, Math.min(found.size(), Identities.CUTS_AT_ONCE));
    Set<String> affected = new TreeSet<>();
    now.forEach(pair -> affected.addAll(cut(pair, by, reason)));
    return new Cut(now.size(), now.size() < found.size(), affected);
  }

  private Set<String> cut(Pair pair, String by, String reason) {
    return detach(pair, pairs.addCut(pair, EventTime.toMicros(clock.instant()), by, reason));
  }

  /** Removes a pair; answers the ids whose customers may be others now. */
  private Set<String> detach(Pair pair, long epoch) {
    Set<String> before = membersAround(pair);
    pairs.disconnect(pair);
    // What was too large to be a customer may be one, or two, without the pair.
    for (String end : List.of(pair.knownId(), pair.otherId())) {
      Component.connected(end, pairs::joined).ifPresent(person -> before.addAll(person.members()));
    }
    reassign(before, epoch);
    return before;
  }

  Person lockedPerson(String id) {
    lock();
    Profile profile = Objects.requireNonNull(members.current(Set.of(id)).get(id));
    return new Person(
        profile.canonicalId(), members.members(Set.of(profile)).getOrDefault(profile, Set.of(id)));
  }

  Forgotten forget(Collection<String> ids) {
    lock();
    Set<String> left = new TreeSet<>();
    for (String id : ids) {
      List<Pair> joined = pairs.joined(Set.of(id));
      while (!joined.isEmpty()) {
        long epoch = pairs.nextNumber();
        joined.forEach(pair -> left.addAll(detach(pair, epoch)));
        joined = pairs.joined(Set.of(id));
      }
    }
    left.addAll(pairs.whoNamed(ids));
    left.removeAll(Set.copyOf(ids));
    int changes = pairs.forget(ids);
    members.forget(ids);
    return new Forgotten(changes, left);
  }

  /** All ids of the customers at both ends. */
  private Set<String> membersAround(Pair pair) {
    Set<String> around = new TreeSet<>(List.of(pair.knownId(), pair.otherId()));
    Collection<Profile> profiles = members.current(around).values();
    members.members(profiles).values().forEach(around::addAll);
    return around;
  }

  /** Writes down whose the ids are now, with a new epoch for those that are another's. */
  private void reassign(Set<String> ids, long epoch) {
    Map<String, Profile> before = members.current(ids);
    Map<Profile, Set<String>> membersBefore = members.members(new HashSet<>(before.values()));
    Set<String> done = new HashSet<>();
    for (String id : ids) {
      if (done.contains(id)) {
        continue;
      }
      Person person = Component.personOf(id, pairs::joined);
      done.addAll(person.members());
      Profile was = Objects.requireNonNull(before.get(id));
      if (!was.canonicalId().equals(person.canonicalId())
          || !person.members().equals(membersBefore.get(was))) {
        members.assign(person.members(), person.canonicalId(), epoch);
      }
    }
  }
}
