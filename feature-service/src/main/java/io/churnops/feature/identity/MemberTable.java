package io.churnops.feature.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose every id is at present that a join was ever said of, and whether Redis was told. */
@Repository
class MemberTable {

  private final JdbcClient jdbc;

  MemberTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The customers that ids belong to at present; every id has one. */
  Map<String, Profile> current(Collection<String> ids) {
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
  Map<Profile, Set<String>> members(Collection<Profile> profiles) {
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

  /** Makes ids one customer's since a change. */
  void assign(Collection<String> members, String canonicalId, long epoch) {
    jdbc.sql(
            """
            update identity_member set canonical_id = :canonical, epoch = :epoch
            where member_id in (:members)\
            """)
        .param("canonical", canonicalId)
        .param("epoch", epoch)
        .param("members", members)
        .update();
  }

  /** Makes the groups of both ends of a pair one; an id that is new is a group of its own first. */
  void connectGroups(Pair pair) {
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

  Map<String, String> groupsOf(Collection<String> ids) {
    Map<String, String> groups = new HashMap<>();
    jdbc.sql("select member_id, group_id from identity_member where member_id = any(?)")
        .param(ids.toArray(String[]::new))
        .query(row -> {
          groups.put(row.getString(1), row.getString(2));
        });
    return groups;
  }

  /** Forgets ids; groups that bore the name of one are named anew. */
  void forget(Collection<String> ids) {
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
  }

  /** All of them from one id on until before another, in the order of their bytes. */
  List<String> all(@Nullable String from, @Nullable String until) {
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

  /** Those of some ids that are here. */
  List<String> among(Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : jdbc.sql("select member_id from identity_member where member_id = any(?)")
            .param(ids.toArray(String[]::new))
            .query((row, _) -> row.getString(1))
            .list();
  }

  /** The members of the groups of some ids, and of those of which something was said since. */
  Set<String> connected(Collection<String> ids, long lastChange) {
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

  List<String> unsettled(int limit) {
    return jdbc.sql("select member_id from identity_member where settled_epoch < epoch limit ?")
        .param(limit)
        .query((row, _) -> row.getString(1))
        .list();
  }

  void settled(Map<String, Profile> told) {
    told.forEach((id, profile) ->
        jdbc.sql("update identity_member set settled_epoch = ? where member_id = ? and epoch = ?")
            .params(profile.epoch(), id, profile.epoch())
            .update());
  }

  void unsettleAll() {
    jdbc.sql("update identity_member set settled_epoch = 0 where settled_epoch > 0").update();
  }
}
