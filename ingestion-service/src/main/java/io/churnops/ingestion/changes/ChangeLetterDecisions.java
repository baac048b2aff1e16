package io.churnops.ingestion.changes;

import io.churnops.ingestion.changes.ChangeDeadLetter.Deed;
import io.churnops.ingestion.changes.ChangeDeadLetter.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Decisions on records that could not become events, in Postgres. Whoever decides claims a record
 * first, so that nobody else does meanwhile; the claim of one who is gone ends by itself.
 */
final class ChangeLetterDecisions {

  /** Longer than Kafka is waited for. */
  private static final Duration CLAIM = Duration.ofMinutes(2);

  static final String UNDER_WAY =
      "Of those meant: held by another decision, or by one whose service was killed, so passed"
          + " over. Within two minutes they are decided on, or open again.";

  private static final String MEANT =
      """
      mapping = :mapping and status = 'OPEN'
        and (cast(:item as uuid) is null or item_id = :item)
        and (cast(:code as text) is null or code = :code)
        and (cast(:after as uuid) is null or item_id > :after)
      """;

  private final JdbcClient jdbc;

  ChangeLetterDecisions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Which open records are meant.
   *
   * @param itemId one of them, or null
   * @param code those with that reason, or null
   * @param after those that came after that one, or null
   */
  record Choice(
      String mapping,
      @Nullable UUID itemId,
      @Nullable String code,
      @Nullable UUID after,
      int limit) {

    static Choice one(String mapping, UUID itemId) {
      return new Choice(mapping, itemId, null, null, 1);
    }
  }

  /** A record that is claimed. */
  record Claimed(UUID itemId, int bytes) {}

  /** A claimed record with what it holds. */
  record Held(UUID itemId, CapturedRecord captured, boolean cut) {}

  /** Claims open records that nobody else has claimed, in the order in which they came. */
  List<Claimed> claim(Choice choice, UUID claim) {
    return meant(
            """
            update change_letter
            set claimed_by = :claim, claimed_until = now() + make_interval(secs => :most)
            where item_id in (
              select item_id from change_letter
              where (claimed_until is null or claimed_until < now()) and %s
              order by item_id limit :limit for update skip locked)
            returning item_id, bytes
            """,
            choice)
        .param("claim", claim)
        .param("most", CLAIM.toSeconds())
        .param("limit", choice.limit())
        .query((row, _) -> new Claimed(row.getObject(1, UUID.class), row.getInt(2)))
        .list()
        .stream()
        // As text ids sort as Postgres sorts them; as UUIDs they do not.
        .sorted(Comparator.comparing(claimed -> claimed.itemId().toString()))
        .toList();
  }

  /** How many open records that are meant another has claimed, of those up to one. */
  int underWay(Choice choice, UUID claim, @Nullable UUID last) {
    return meant(
            """
            select count(*) from change_letter
            where claimed_until >= now() and claimed_by <> :claim
              and (cast(:last as uuid) is null or item_id <= :last) and %s
            """,
            choice)
        .param("claim", claim)
        .param("last", last, Types.OTHER)
        .query(Integer.class)
        .single();
  }

  private StatementSpec meant(String sql, Choice choice) {
    return jdbc.sql(sql.formatted(MEANT))
        .param("mapping", choice.mapping())
        .param("item", choice.itemId(), Types.OTHER)
        .param("code", choice.code(), Types.VARCHAR)
        .param("after", choice.after(), Types.OTHER);
  }

  /** What some records of a claim hold, in order; those that an erasure removed are not there. */
  List<Held> held(List<Claimed> claimed, UUID claim) {
    return jdbc.sql(
            """
            select * from change_letter
            where item_id = any(:ids) and claimed_by = :claim and status = 'OPEN' order by item_id
            """)
        .param("ids", claimed.stream().map(Claimed::itemId).toArray(UUID[]::new))
        .param("claim", claim)
        .query(ChangeLetterDecisions::held)
        .list();
  }

  /** Lets the records of a claim go. */
  void release(UUID claim) {
    jdbc.sql(
            """
            update change_letter set claimed_by = null, claimed_until = null
            where claimed_by = :claim
            """)
        .param("claim", claim)
        .update();
  }

  /** Settles a record and tells who did it, if it is still the claim's. */
  boolean settle(String mapping, UUID itemId, UUID claim, Deed deed) {
    boolean settled =
        jdbc.sql(
                    """
                    update change_letter
                    set status = :status, settled_at = :at, key = null, content = null,
                        shown = null, customers = subjects, claimed_by = null, claimed_until = null
                    where item_id = :id and status = 'OPEN' and claimed_by = :claim
                    """)
                .param("status", deed.action().name())
                .param("at", utc(deed))
                .param("id", itemId)
                .param("claim", claim)
                .update()
            == 1;
    if (settled) {
      record(mapping, itemId, deed);
    }
    return settled;
  }

  private void record(String mapping, UUID itemId, Deed deed) {
    jdbc.sql(
            """
            insert into change_letter_audit (item_id, mapping, action, by, at, reason, detail)
            values (:id, :mapping, :action, :by, :at, :reason, :detail)
            """)
        .param("id", itemId)
        .param("mapping", mapping)
        .param("action", deed.action().name())
        .param("by", deed.by())
        .param("at", utc(deed))
        .param("reason", deed.reason(), Types.VARCHAR)
        .param("detail", deed.detail(), Types.VARCHAR)
        .update();
  }

  /** It was mapped again, and this is what is wrong with it now, if it is still the claim's. */
  void refuseAgain(UUID itemId, UUID claim, String code, String detail) {
    jdbc.sql(
            """
            update change_letter set code = :code, detail = :detail
            where item_id = :id and status = 'OPEN' and claimed_by = :claim
            """)
        .param("code", code)
        .param("detail", detail)
        .param("id", itemId)
        .param("claim", claim)
        .update();
  }

  /** What is known of a record that was not to be claimed. */
  @Nullable Status status(String mapping, UUID itemId) {
    return jdbc.sql("select status from change_letter where mapping = :mapping and item_id = :id")
        .param("mapping", mapping)
        .param("id", itemId)
        .query(String.class)
        .optional()
        .map(Status::valueOf)
        .orElse(null);
  }

  private static Held held(ResultSet row, int number) throws SQLException {
    return new Held(
        row.getObject("item_id", UUID.class),
        new CapturedRecord(
            row.getString("topic"),
            row.getInt("partition"),
            row.getLong("record_offset"),
            row.getBytes("key"),
            row.getBytes("content")),
        row.getBoolean("cut"));
  }

  private static OffsetDateTime utc(Deed deed) {
    return deed.at().atOffset(ZoneOffset.UTC);
  }
}
