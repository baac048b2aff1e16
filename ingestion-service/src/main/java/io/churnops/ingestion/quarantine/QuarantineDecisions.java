package io.churnops.ingestion.quarantine;

import io.churnops.ingestion.event.Judgement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Decisions on quarantined events, in Postgres. Whoever decides holds an event: by a lock until the
 * end of his transaction, or, where Kafka is waited for, by a claim.
 */
final class QuarantineDecisions {

  /** Longer than Kafka is waited for. */
  private static final Duration CLAIM = Duration.ofMinutes(1);

  static final String UNDER_WAY =
      "Of those meant: held by another replay, or by one whose service was killed, so passed over."
          + " Within a minute they are decided on, or open again.";

  private static final String FREE =
      "status = 'OPEN' and (claimed_until is null or claimed_until < now()) ";

  /** Whoever took longer than his claim may find that another has decided. */
  private static final String STILL_CLAIMED =
      "where item_id = :id and status = 'OPEN' and claimed_by = :claim";

  private static final String SETTLE =
      "update quarantine_item set status = :status, settled_at = :now, content = null ";

  private final JdbcClient jdbc;

  QuarantineDecisions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The open event of that id, until the end of the transaction nobody else's. */
  Optional<HeldEvent> hold(UUID itemId) {
    return jdbc.sql(
            "select item_id, content from quarantine_item where item_id = :id and "
                + FREE
                + "for update")
        .param("id", itemId)
        .query(QuarantineDecisions::held)
        .optional();
  }

  /** Open events, newest first, that nobody else holds. */
  List<HeldEvent> hold(QuarantineFilter filter, @Nullable UUID before, int limit) {
    if (filter.findsNothing()) {
      return List.of();
    }
    return QuarantineMatches.in(
            jdbc,
            "select item_id, content from quarantine_item where "
                + FREE
                + "and "
                + QuarantineMatches.CONDITION
                + " order by item_id desc limit :limit for update skip locked",
            filter,
            before)
        .param("limit", limit)
        .query(QuarantineDecisions::held)
        .list();
  }

  /** How many open events that match another has claimed, of those from one id on. */
  int underWay(QuarantineFilter filter, @Nullable UUID before, @Nullable UUID from) {
    if (filter.findsNothing()) {
      return 0;
    }
    return QuarantineMatches.in(
            jdbc,
            "select count(*) from quarantine_item where status = 'OPEN' and claimed_until >= now()"
                + " and (cast(:from as uuid) is null or item_id >= :from) and "
                + QuarantineMatches.CONDITION,
            filter,
            before)
        .param("from", from, Types.OTHER)
        .query(Integer.class)
        .single();
  }

  /** Keeps events that are held beyond the end of the transaction. */
  void claim(List<HeldEvent> held, UUID claim) {
    jdbc.sql(
            """
            update quarantine_item
            set claimed_by = :claim, claimed_until = now() + make_interval(secs => :most)
            where item_id = any(:ids)
            """)
        .param("claim", claim)
        .param("most", CLAIM.toSeconds())
        .param("ids", held.stream().map(HeldEvent::itemId).toArray(UUID[]::new))
        .update();
  }

  /** Lets the events of a claim go. */
  void release(UUID claim) {
    jdbc.sql(
            """
            update quarantine_item set claimed_by = null, claimed_until = null
            where claimed_by = :claim
            """)
        .param("claim", claim)
        .update();
  }

  /** Whether an open event is another's to decide on. */
  boolean isClaimed(UUID itemId) {
    return jdbc.sql(
            """
            select exists (select from quarantine_item
              where item_id = :id and status = 'OPEN' and claimed_until >= now())
            """)
        .param("id", itemId)
        .query(Boolean.class)
        .single();
  }

  /** Replaces the event by a fixed one. */
  void fix(UUID itemId, byte[] content, Set<String> customers) {
    EventHead head = EventHead.of(content);
    jdbc.sql(
            """
            update quarantine_item
            set content = :content, cut = false, event_id = :eventId, event_source = :source,
                event_type = :type, subject = :subject, customers = :customers
            where item_id = :id
            """)
        .param("content", content)
        .param("eventId", head.id())
        .param("source", head.source())
        .param("type", head.type())
        .param("subject", head.subject())
        .param("customers", customers.toArray(String[]::new))
        .param("id", itemId)
        .update();
  }

  /** Discards an event that is held; its content is not needed any more. */
  void discard(UUID itemId, Instant now) {
    jdbc.sql(SETTLE + "where item_id = :id")
        .param("status", QuarantineStatus.DISCARDED.name())
        .param("now", utc(now))
        .param("id", itemId)
        .update();
  }

  /** Ends a replay; answers whether the event was still the claim's to decide on. */
  boolean replayed(UUID itemId, UUID claim, Instant now) {
    return jdbc.sql(SETTLE + STILL_CLAIMED)
            .param("status", QuarantineStatus.REPLAYED.name())
            .param("now", utc(now))
            .param("id", itemId)
            .param("claim", claim)
            .update()
        == 1;
  }

  /** It was judged again, and this is what is wrong with it now, if it is still the claim's. */
  void refuseAgain(UUID itemId, UUID claim, Judgement.Invalid invalid) {
    jdbc.sql(
            """
            update quarantine_item set code = :code, detail = :detail, rule = :rule
            """
                + STILL_CLAIMED)
        .param("code", invalid.flaw().code())
        .param("detail", invalid.detail())
        .param("rule", invalid.rule())
        .param("id", itemId)
        .param("claim", claim)
        .update();
  }

  void record(UUID itemId, Deed deed) {
    jdbc.sql(
            """
            insert into quarantine_audit (item_id, action, by, at, reason, detail)
            values (:id, :action, :by, :at, :reason, :detail)
            """)
        .param("id", itemId)
        .param("action", deed.action().name())
        .param("by", deed.by())
        .param("at", utc(deed.at()))
        .param("reason", deed.reason())
        .param("detail", deed.detail())
        .update();
  }

  private static HeldEvent held(ResultSet row, int number) throws SQLException {
    return new HeldEvent(row.getObject("item_id", UUID.class), row.getBytes("content"));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
