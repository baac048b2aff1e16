package io.churnops.feature.identity;

import io.churnops.contract.EventTypes;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.ReceivedEvent;
import io.churnops.features.engine.CustomerEvent;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/**
 * The graph of ids in Postgres. Its pairs and their times say everything; which id is whose at
 * present is kept beside them and changes one at a time, under a lock.
 *
 * <p>Whoever folds a customer asks here <em>after</em> its events are in the log. Then either the
 * customer it is told is the present one, or the change that came since is followed by a fold of
 * the log that holds the events.
 */
@Repository
public class Identities {

  /** Pairs that one request may cut. */
  static final int CUTS_AT_ONCE = 500;

  private static final long LOCK = 0x6368_7572_6e69_6465L;
  private static final int MAX_ID_BYTES = 1024;

  /** A group of more ids is asked for piece by piece. */
  private static final int LARGEST_GROUP = 1_000;

  private final JdbcClient jdbc;
  private final InstantSource clock;

  Identities(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The id that an event joins to its customer, if it is an event that joins and the id one. */
  public static Optional<String> joinedId(CustomerEvent event) {
    if (!event.type().equals(EventTypes.CUSTOMER_IDENTIFIED)) {
      return Optional.empty();
    }
    JsonNode id = event.data().path("anonymousId");
    return id.isString() && isId(id.stringValue()) && !id.stringValue().equals(event.customerId())
        ? Optional.of(id.stringValue())
        : Optional.empty();
  }

  private static boolean isId(String text) {
    return !text.isBlank()
        && text.codePoints()
            .noneMatch(point ->
                Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE)
        && text.getBytes(StandardCharsets.UTF_8).length <= MAX_ID_BYTES;
  }

  /**
   * Takes in the joins among logged events; a join that was taken before changes nothing.
   *
   * @return the ids that the joins name, and all others whose customer is another now
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Set<String> join(Collection<ReceivedEvent> logged) {
    Map<ReceivedEvent, Pair> joins = new LinkedHashMap<>();
    logged.forEach(received ->
        joinedId(received.event())
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
    Optional<Long> seq =
        jdbc.sql(
                """
                insert into identity_change (kind, known_id, other_id, known_from, event_key)
                values ('JOIN', ?, ?, ?, ?) on conflict (event_key) do nothing returning seq\
                """)
            .params(pair.knownId(), pair.otherId(), timestamp(knownFrom), event)
            .query(Long.class)
            .optional();
    if (seq.isPresent() && isJoined(pair)) {
      Set<String> before = membersAround(pair);
      int added =
          jdbc.sql("insert into identity_edge values (?, ?) on conflict do nothing")
              .params(pair.knownId(), pair.otherId())
              .update();
      if (added == 1) {
        connectGroups(pair);
        regroup(before, seq.get());
        return before;
      }
    }
    return Set.of();
  }

  private boolean isJoined(Pair pair) {
    return jdbc.sql(
            """
            select kind = 'JOIN' from identity_change where known_id = ? and other_id = ?
            order by known_from desc, kind limit 1\
            """)
        .params(pair.knownId(), pair.otherId())
        .query(Boolean.class)
        .single();
  }

  /**
   * Unjoins an id from another, or from all others, from now on. The past stays as it was known.
   *
   * @param other null for all
   */
  @Transactional
  public Cut cut(String id, @Nullable String other, String by, String reason) {
    lock();
    List<Pair> pairs =
        jdbc.sql(
                """
                select known_id, other_id from identity_edge
                where (known_id = :id and (cast(:other as text) is null or other_id = :other))
                  or (other_id = :id and (cast(:other as text) is null or known_id = :other))
                order by known_id, other_id limit :limit\
                """)
            .param("id", id)
            .param("other", other)
            .param("limit", CUTS_AT_ONCE + 1)
            .query((row, _) -> new Pair(row.getString(1), row.getString(2)))
            .list();
    List<Pair> now = pairs.subList(0, Math.min(pairs.size(), CUTS_AT_ONCE));
    Set<String> affected = new TreeSet<>();
    now.forEach(pair -> affected.addAll(cut(pair, by, reason)));
    return new Cut(now.size(), now.size() < pairs.size(), affected);
  }

  private Set<String> cut(Pair pair, String by, String reason) {
    Long seq =
        jdbc.sql(
                """
                insert into identity_change (kind, known_id, other_id, known_from, made_by, reason)
                select 'CUT', :known, :other, greatest(cast(:now as timestamptz), max(known_from)),
                  :by, :reason
                from identity_change where known_id = :known and other_id = :other returning seq\
                """)
            .param("known", pair.knownId())
            .param("other", pair.otherId())
            .param("now", timestamp(EventTime.toMicros(clock.instant())))
            .param("by", by)
            .param("reason", reason)
            .query(Long.class)
            .single();
    return detach(pair, seq);
  }

  /** Removes a pair; answers the ids whose customers may be others now. */
  private Set<String> detach(Pair pair, long epoch) {
    Set<String> before = membersAround(pair);
    jdbc.sql("delete from identity_edge where known_id = ? and other_id = ?")
        .params(pair.knownId(), pair.otherId())
        .update();
    // What was too large to be a customer may be one, or two, without the pair.
    for (String end : List.of(pair.knownId(), pair.otherId())) {
      Component.connected(end, this::joinedPairs)
          .ifPresent(person -> before.addAll(person.members()));
    }
    regroup(before, epoch);
    return before;
  }

  /**
   * The customer of an id at present, with nobody else joining or parting until the caller's
   * transaction ends.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Person lockedPerson(String id) {
    lock();
    Profile profile = Objects.requireNonNull(current(Set.of(id)).get(id));
    return new Person(
        profile.canonicalId(), members(Set.of(profile)).getOrDefault(profile, Set.of(id)));
  }

  /** Forgets everything that was ever said of some ids. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Forgotten forget(Collection<String> ids) {
    lock();
    Set<String> left = new TreeSet<>();
    for (String id : ids) {
      List<Pair> pairs = joinedPairs(Set.of(id));
      while (!pairs.isEmpty()) {
        long epoch =
            jdbc.sql("select nextval(pg_get_serial_sequence('identity_change', 'seq'))")
                .query(Long.class)
                .single();
        pairs.forEach(pair -> left.addAll(detach(pair, epoch)));
        pairs = joinedPairs(Set.of(id));
      }
    }
    left.addAll(
        jdbc.sql("select distinct known_id from identity_change where other_id in (:ids)")
            .param("ids", ids)
            .query((row, _) -> row.getString(1))
            .list());
    left.removeAll(Set.copyOf(ids));
    int changes =
        jdbc.sql("delete from identity_change where known_id in (:ids) or other_id in (:ids)")
            .param("ids", ids)
            .update();
    jdbc.sql("delete from identity_member where member_id in (:ids)").param("ids", ids).update();
    jdbc.sql(
            """
            update identity_member as renamed set group_id = lowest.member_id
            from (select group_id, min(member_id) as member_id from identity_member
              where group_id in (:ids) group by group_id) lowest
            where renamed.group_id = lowest.group_id\
            """)
        .param("ids", ids)
        .update();
    return new Forgotten(changes, left);
  }

  private void lock() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query(_ -> {});
  }

  /** All ids of the customers at both ends. */
  private Set<String> membersAround(Pair pair) {
    Set<String> members = new TreeSet<>(List.of(pair.knownId(), pair.otherId()));
    Collection<Profile> profiles = current(members).values();
    members(profiles).values().forEach(members::addAll);
    return members;
  }

  private void connectGroups(Pair pair) {
    List<String> ends = List.of(pair.knownId(), pair.otherId());
    for (String end : ends) {
      jdbc.sql(
              """
              insert into identity_member (member_id, group_id, canonical_id, epoch)
              values (:id, :id, :id, 0) on conflict do nothing\
              """)
          .param("id", end)
          .update();
    }
    TreeSet<String> groups =
        new TreeSet<>(
            jdbc.sql("select distinct group_id from identity_member where member_id in (:ids)")
                .param("ids", ends)
                .query((row, _) -> row.getString(1))
                .list());
    String lowest = groups.first();
    groups
        .tailSet(lowest, false)
        .forEach(group ->
            jdbc.sql("update identity_member set group_id = ? where group_id = ?")
                .params(lowest, group)
                .update());
  }

  /** Writes down whose the ids are now, with a new epoch for those that are another's. */
  private void regroup(Set<String> ids, long epoch) {
    Map<String, Profile> before = current(ids);
    Map<Profile, Set<String>> membersBefore = members(new HashSet<>(before.values()));
    Set<String> done = new HashSet<>();
    for (String id : ids) {
      if (done.contains(id)) {
        continue;
      }
      Person person = Component.personOf(id, this::joinedPairs);
      done.addAll(person.members());
      Profile was = Objects.requireNonNull(before.get(id));
      if (!was.canonicalId().equals(person.canonicalId())
          || !person.members().equals(membersBefore.get(was))) {
        jdbc.sql(
                """
                update identity_member set canonical_id = :canonical, epoch = :epoch
                where member_id in (:members)\
                """)
            .param("canonical", person.canonicalId())
            .param("epoch", epoch)
            .param("members", person.members())
            .update();
      }
    }
  }

  private List<Pair> joinedPairs(Collection<String> ids) {
    return jdbc.sql(
            """
            (select known_id, other_id from identity_edge where known_id in (:ids) limit :limit)
            union
            (select known_id, other_id from identity_edge where other_id in (:ids) limit :limit)\
            """)
        .param("ids", ids)
        .param("limit", Component.TOO_MANY_PAIRS)
        .query((row, _) -> new Pair(row.getString(1), row.getString(2)))
        .list();
  }

  /** The customers that ids belong to at present; every id has one. */
  public Map<String, Profile> current(Collection<String> ids) {
    Map<String, Profile> profiles = new HashMap<>();
    if (!ids.isEmpty()) {
      jdbc.sql(
              """
              select member_id, canonical_id, epoch from identity_member
              where member_id = any(?) and epoch > 0\
              """)
          .param(ids.toArray(String[]::new))
          .query(row -> {
            profiles.put(row.getString(1), new Profile(row.getString(2), row.getLong(3)));
          });
      ids.forEach(id -> profiles.computeIfAbsent(id, Profile::single));
    }
    return profiles;
  }

  /** The members of present customers; a customer that is no longer as it was is left out. */
  public Map<Profile, Set<String>> members(Collection<Profile> profiles) {
    Map<Profile, Set<String>> members = new HashMap<>();
    String[] joined =
        profiles.stream()
            .filter(profile -> profile.epoch() > 0)
            .map(Profile::canonicalId)
            .distinct()
            .toArray(String[]::new);
    if (joined.length > 0) {
      jdbc.sql(
              """
              select member_id, canonical_id, epoch from identity_member
              where canonical_id = any(?)\
              """)
          .param(joined)
          .query(row -> {
            members
                .computeIfAbsent(
                    new Profile(row.getString(2), row.getLong(3)), _ -> new TreeSet<>())
                .add(row.getString(1));
          });
      members.keySet().retainAll(Set.copyOf(profiles));
    }
    profiles.stream()
        .filter(profile -> profile.epoch() == 0)
        .forEach(profile -> members.put(profile, Set.of(profile.canonicalId())));
    return members;
  }

  /**
   * The customers that ids belonged to, as it was known at a moment; every id has one.
   *
   * @param knownBy microseconds since the epoch, inclusive
   */
  public Map<String, Person> knownBy(Collection<String> ids, long knownBy) {
    Map<String, Person> persons = new HashMap<>();
    Function<Collection<String>, List<Pair>> pairs = of -> pairsKnownBy(of, knownBy);
    for (String id : everJoined(ids)) {
      if (!persons.containsKey(id)) {
        Person person = Component.personOf(id, pairs);
        person.members().forEach(member -> persons.put(member, person));
      }
    }
    Map<String, Person> asked = new HashMap<>();
    ids.forEach(id -> asked.put(id, persons.getOrDefault(id, Person.single(id))));
    return asked;
  }

  /**
   * The customers that ids belonged to, as it was known at moments of their own; per id one for
   * each of its moments.
   */
  public Map<String, List<Person>> knownAt(Map<String, List<Long>> moments) {
    Map<String, String> groups = groupsOf(moments.keySet());
    Map<String, PairHistory> histories = histories(Set.copyOf(groups.values()));
    Map<String, List<Person>> persons = new HashMap<>();
    moments.forEach((id, of) -> {
      PairHistory history = histories.get(groups.getOrDefault(id, id));
      persons.put(
          id,
          of.stream()
              .map(moment ->
                  history == null
                      ? Objects.requireNonNull(knownBy(Set.of(id), moment).get(id))
                      : history.personOf(id, moment))
              .toList());
    });
    return persons;
  }

  private Map<String, String> groupsOf(Collection<String> ids) {
    Map<String, String> groups = new HashMap<>();
    jdbc.sql("select member_id, group_id from identity_member where member_id = any(?)")
        .param(ids.toArray(String[]::new))
        .query(row -> {
          groups.put(row.getString(1), row.getString(2));
        });
    return groups;
  }

  /** What was said of groups, except of those that are too large to be held in memory. */
  private Map<String, PairHistory> histories(Collection<String> groups) {
    Map<String, List<PairHistory.Said>> said = new HashMap<>();
    jdbc.sql(
            """
            select m.group_id, c.known_id, c.other_id, c.kind = 'JOIN', c.known_from
            from identity_member m join identity_change c on c.known_id = m.member_id
            where m.group_id in (
              select group_id from identity_member where group_id = any(?)
              group by group_id having count(*) <= ?)\
            """)
        .params(groups.toArray(String[]::new), LARGEST_GROUP)
        .query(row -> {
          said.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
              .add(
                  new PairHistory.Said(
                      new Pair(row.getString(2), row.getString(3)),
                      row.getBoolean(4),
                      EventTime.toMicros(row.getObject(5, OffsetDateTime.class).toInstant())));
        });
    Map<String, PairHistory> histories = new HashMap<>();
    said.forEach((group, all) -> histories.put(group, new PairHistory(all)));
    return histories;
  }

  /**
   * The ids of which a join was ever said, in the order of their bytes.
   *
   * @param from the first that may be among them, null for no bound
   * @param until the first behind them, null for no bound
   */
  public List<String> everJoined(@Nullable String from, @Nullable String until) {
    return jdbc.sql(
            """
            select member_id from identity_member
            where member_id >= coalesce(:from, '')
              and (cast(:until as text) is null or member_id < :until)
            order by member_id\
            """)
        .param("from", from)
        .param("until", until)
        .query((row, _) -> row.getString(1))
        .list();
  }

  /** The number of the last change; 0 if there was none. */
  public long lastChange() {
    return jdbc.sql("select coalesce(max(seq), 0) from identity_change").query(Long.class).single();
  }

  /**
   * The ids that were ever connected to one of some ids, or to one of which something was said
   * since a change.
   *
   * @param lastChange the number of the change
   */
  public Set<String> connected(Collection<String> ids, long lastChange) {
    return new HashSet<>(
        jdbc.sql(
                """
                select member_id from identity_member where group_id in (
                  select group_id from identity_member where member_id = any(?)
                  union
                  select group_id from identity_member m
                    join identity_change c on c.known_id = m.member_id where c.seq > ?
                  union
                  select group_id from identity_member m
                    join identity_change c on c.other_id = m.member_id where c.seq > ?)\
                """)
            .params(ids.toArray(String[]::new), lastChange, lastChange)
            .query((row, _) -> row.getString(1))
            .list());
  }

  private List<String> everJoined(Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : jdbc.sql("select member_id from identity_member where member_id = any(?)")
            .param(ids.toArray(String[]::new))
            .query((row, _) -> row.getString(1))
            .list();
  }

  private List<Pair> pairsKnownBy(Collection<String> ids, long knownBy) {
    return jdbc.sql(
            """
            select known_id, other_id from (
              select distinct on (known_id, other_id) known_id, other_id, kind
              from identity_change
              where (known_id in (:ids) or other_id in (:ids)) and known_from <= :knownBy
              order by known_id, other_id, known_from desc, kind
            ) last where kind = 'JOIN' limit :limit\
            """)
        .param("ids", ids)
        .param("knownBy", timestamp(knownBy))
        .param("limit", Component.TOO_MANY_PAIRS)
        .query((row, _) -> new Pair(row.getString(1), row.getString(2)))
        .list();
  }

  /**
   * What was said of the ids of a customer, the latest first.
   *
   * @param before only changes with a lower number
   */
  public List<IdentityChange> changes(Collection<String> ids, long before, int limit) {
    return jdbc.sql(
            """
            select seq, kind, known_id, other_id, known_from, made_by, reason from identity_change
            where (known_id in (:ids) or other_id in (:ids)) and seq < :before
            order by seq desc limit :limit\
            """)
        .param("ids", ids)
        .param("before", before)
        .param("limit", limit)
        .query((row, _) ->
            new IdentityChange(
                row.getLong(1),
                IdentityChange.Kind.valueOf(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getString(6),
                row.getString(7)))
        .list();
  }

  /** Ids whose present customer Redis was not told yet. */
  public List<String> unsettled(int limit) {
    return jdbc.sql("select member_id from identity_member where settled_epoch < epoch limit ?")
        .param(limit)
        .query((row, _) -> row.getString(1))
        .list();
  }

  /** Redis was told of the customers of ids. */
  public void settled(Map<String, Profile> told) {
    told.forEach((id, profile) ->
        jdbc.sql("update identity_member set settled_epoch = ? where member_id = ? and epoch = ?")
            .params(profile.epoch(), id, profile.epoch())
            .update());
  }

  /** Redis may have forgotten what it was told. */
  public void unsettleAll() {
    jdbc.sql("update identity_member set settled_epoch = 0 where settled_epoch > 0").update();
  }

  private static OffsetDateTime timestamp(long micros) {
    return EventTime.toInstant(micros).atOffset(ZoneOffset.UTC);
  }
}
