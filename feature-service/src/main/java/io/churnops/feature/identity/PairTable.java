package io.churnops.feature.identity;

import io.churnops.feature.log.EventTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was said of pairs of ids, and which pairs are joined at present. */
@Repository
class PairTable {

  /** A group of more ids is asked for piece by piece. */
  private static final int LARGEST_GROUP = 1_000;

  private final JdbcClient jdbc;

  PairTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Writes down a join; answers its number unless its event had said it before. */
  Optional<Long> addJoin(UUID event, Pair pair, long knownFrom) {
    return jdbc.sql(
            """
            insert into identity_change (kind, known_id, other_id, known_from, event_key)
            values ('JOIN', ?, ?, ?, ?) on conflict (event_key) do nothing returning seq\
            """)
        .params(pair.knownId(), pair.otherId(), timestamp(knownFrom), event)
        .query(Long.class)
        .optional();
  }

  /** Writes down a cut, known no earlier than what was said of the pair before. */
  long addCut(Pair pair, long now, String by, String reason) {
    return jdbc.sql(
            """
            insert into identity_change (kind, known_id, other_id, known_from, made_by, reason)
            select 'CUT', :known, :other, greatest(cast(:now as timestamptz), max(known_from)),
              :by, :reason
            from identity_change where known_id = :known and other_id = :other returning seq\
            """)
        .param("known", pair.knownId())
        .param("other", pair.otherId())
        .param("now", timestamp(now))
        .param("by", by)
        .param("reason", reason)
        .query(Long.class)
        .single();
  }

  /** A number for a change that is not written down. */
  long nextNumber() {
    return jdbc.sql("select nextval(pg_get_serial_sequence('identity_change', 'seq'))")
        .query(Long.class)
        .single();
  }

  /** The number of the last change; 0 if there was none. */
  long lastChange() {
    return jdbc.sql("select coalesce(max(seq), 0) from identity_change").query(Long.class).single();
  }

  /** Whether the last thing known of a pair is a join. */
  boolean isJoined(Pair pair) {
    return jdbc.sql(
            """
            select kind = 'JOIN' from identity_change where known_id = ? and other_id = ?
            order by known_from desc, kind limit 1\
            """)
        .params(pair.knownId(), pair.otherId())
        .query(Boolean.class)
        .single();
  }

  /** Joins a pair at present; false if it was. */
  boolean connect(Pair pair) {
    return jdbc.sql("insert into identity_edge values (?, ?) on conflict do nothing")
            .params(pair.knownId(), pair.otherId())
            .update()
        == 1;
  }

  void disconnect(Pair pair) {
    jdbc.sql("delete from identity_edge where known_id = ? and other_id = ?")
        .params(pair.knownId(), pair.otherId())
        .update();
  }

  /**
   * The pairs that join an id to another at present, or to any.
   *
   * @param other null for any
   */
  List<Pair> between(String id, @Nullable String other, int limit) {
    return jdbc.sql(
            """
            select known_id, other_id from identity_edge
            where (known_id = :id and (cast(:other as text) is null or other_id = :other))
              or (other_id = :id and (cast(:other as text) is null or known_id = :other))
            order by known_id, other_id limit :limit\
            """)
        .param("id", id)
        .param("other", other)
        .param("limit", limit)
        .query((row, _) -> new Pair(row.getString(1), row.getString(2)))
        .list();
  }

  /** The pairs with one of some ids that are joined at present. */
  List<Pair> joined(Collection<String> ids) {
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

  /**
   * The pairs with one of some ids that were joined as it was known at a moment.
   *
   * @param lastChange the number of the last change that counts
   */
  List<Pair> joinedBy(Collection<String> ids, long knownBy, long lastChange) {
    return jdbc.sql(
            """
            select known_id, other_id from (
              select distinct on (known_id, other_id) known_id, other_id, kind
              from identity_change
              where (known_id in (:ids) or other_id in (:ids)) and known_from <= :knownBy
                and seq <= :lastChange
              order by known_id, other_id, known_from desc, kind
            ) last where kind = 'JOIN' limit :limit\
            """)
        .param("ids", ids)
        .param("knownBy", timestamp(knownBy))
        .param("lastChange", lastChange)
        .param("limit", Component.TOO_MANY_PAIRS)
        .query((row, _) -> new Pair(row.getString(1), row.getString(2)))
        .list();
  }

  /**
   * What was said of groups, except of those that are too large to be held in memory.
   *
   * @param lastChange the number of the last change that counts
   */
  Map<String, PairHistory> histories(Collection<String> groups, long lastChange) {
    Map<String, List<PairHistory.Said>> said = new HashMap<>();
    jdbc.sql(
            """
            select m.group_id, c.known_id, c.other_id, c.kind = 'JOIN', c.known_from
            from identity_member m
              left join identity_change c on c.known_id = m.member_id and c.seq <= ?
            where m.group_id in (
              select group_id from identity_member where group_id = any(?)
              group by group_id having count(*) <= ?)\
            """)
        .params(lastChange, groups.toArray(String[]::new), LARGEST_GROUP)
        .query(row -> {
          var group = said.computeIfAbsent(row.getString(1), _ -> new ArrayList<>());
          if (row.getString(2) != null) {
            group.add(
                new PairHistory.Said(
                    new Pair(row.getString(2), row.getString(3)),
                    row.getBoolean(4),
                    EventTime.toMicros(row.getObject(5, OffsetDateTime.class).toInstant())));
          }
        });
    Map<String, PairHistory> histories = new HashMap<>();
    said.forEach((group, all) -> histories.put(group, new PairHistory(all)));
    return histories;
  }

  /** The latest first, those with a lower number than the given one. */
  List<IdentityChange> changes(Collection<String> ids, long before, int limit) {
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

  /** The ids of which it was ever said that one of some others is theirs. */
  List<String> whoNamed(Collection<String> ids) {
    return jdbc.sql("select distinct known_id from identity_change where other_id in (:ids)")
        .param("ids", ids)
        .query((row, _) -> row.getString(1))
        .list();
  }

  /** Forgets what was said of some ids; answers how much. */
  int forget(Collection<String> ids) {
    return jdbc.sql("delete from identity_change where known_id in (:ids) or other_id in (:ids)")
        .param("ids", ids)
        .update();
  }

  private static OffsetDateTime timestamp(long micros) {
    return EventTime.toInstant(micros).atOffset(ZoneOffset.UTC);
  }
}
