package io.churnops.ingestion.quarantine;

import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.quarantine.DeadLetter.Origin;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The quarantine in Postgres. */
final class QuarantineStore {

  private static final String MATCHES =
      """
      (cast(:type as text) is null or event_type = :type)
      and (cast(:code as text) is null or code = :code)
      and (cast(:rule as text) is null or rule = :rule)
      and (cast(:subject as text) is null or subject = :subject)
      and (cast(:source as text) is null or event_source = :source)
      and (cast(:quarantined as boolean) is null or quarantined = :quarantined)
      and (cast(:since as timestamptz) is null or refused_at >= :since)
      and (cast(:until as timestamptz) is null or refused_at < :until)
      and (cast(:before as uuid) is null or item_id < :before)
      """;

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final JdbcClient jdbc;

  QuarantineStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  OpenCount countOpen() {
    return jdbc.sql(
            """
            select count(*), count(*) filter (where not quarantined)
            from quarantine_item where status = 'OPEN'
            """)
        .query((row, _) -> new OpenCount(row.getLong(1), row.getLong(2)))
        .single();
  }

  /** When the open event that waits longest came; ids sort by arrival. */
  Optional<Instant> oldestOpen() {
    return jdbc.sql(
            "select kept_at from quarantine_item where status = 'OPEN' order by item_id limit 1")
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  /** Keeps a dead letter; false if it, or another one for the same record, was kept before. */
  boolean keep(UUID itemId, DeadLetter letter, Instant now) {
    return jdbc.sql(
                """
                insert into quarantine_item
                  (item_id, letter_partition, letter_offset, letter_time, origin_partition,
                   origin_offset, origin_time, status, quarantined, code,
                   detail, rule, event_id, event_source, event_type, subject, refused_at, kept_at,
                   content, cut, customers)
                values
                  (:id, :partition, :offset, :time, :originPartition,
                   :originOffset, :originTime, 'OPEN', :quarantined, :code,
                   :detail, :rule, :eventId, :source, :type, :subject, :refusedAt, :now,
                   :content, :cut, :customers)
                on conflict do nothing
                """)
            .param("id", itemId)
            .param("partition", letter.partition())
            .param("offset", letter.offset())
            .param("time", letter.timestamp())
            .param("originPartition", letter.origin().map(Origin::partition).orElse(null))
            .param("originOffset", letter.origin().map(Origin::offset).orElse(null))
            .param("originTime", letter.origin().map(Origin::timestamp).orElse(null))
            .param("quarantined", letter.quarantined())
            .param("code", letter.code())
            .param("detail", letter.detail())
            .param("rule", letter.rule())
            .param("eventId", letter.head().id())
            .param("source", letter.head().source())
            .param("type", letter.head().type())
            .param("subject", letter.head().subject())
            .param("refusedAt", utc(letter.refusedAt()))
            .param("now", utc(now))
            .param("content", letter.content())
            .param("cut", letter.cut())
            .param("customers", letter.customers().toArray(String[]::new))
            .update()
        == 1;
  }

  /** Removes what may be about some customers; answers how much. */
  long deleteOf(Collection<String> customers) {
    return delete("customers && cast(:ids as text[])", customers)
        + delete(
            """
            customers is null and exists (
              select from unnest(cast(:ids as text[])) id
              where position(convert_to(id, 'UTF8') in content) > 0)
            """,
            customers);
  }

  private int delete(String condition, Collection<String> customers) {
    return jdbc.sql("delete from quarantine_item where " + condition)
        .param("ids", customers.toArray(String[]::new))
        .update();
  }

  /** Shows everything that is kept of a customer, and certainly of nobody else. */
  void forEachOf(Set<String> ids, Consumer<QuarantinedEvent> taker) {
    jdbc.sql(
            """
            select *, content as shown from quarantine_item
            where customers && cast(:ids as text[]) and cardinality(customers) <= 2
            order by item_id
            """)
        .param("ids", ids.toArray(String[]::new))
        .query(row -> {
          taker.accept(event(row, 0));
        });
  }

  /** Newest first, those before the given one if there is one; without their text. */
  List<QuarantinedEvent> page(
      QuarantineStatus status, QuarantineFilter filter, @Nullable UUID before, int limit) {
    if (filter.findsNothing()) {
      return List.of();
    }
    return matching(
            "select *, null as shown from quarantine_item where status = :status and "
                + MATCHES
                + " order by item_id desc limit :limit",
            filter,
            before,
            limit)
        .param("status", status.name())
        .query(QuarantineStore::event)
        .list();
  }

  Optional<QuarantinedEvent> find(UUID itemId) {
    return jdbc.sql("select *, content as shown from quarantine_item where item_id = :id")
        .param("id", itemId)
        .query(QuarantineStore::event)
        .optional()
        .map(event -> event.with(history(itemId)));
  }

  private List<Deed> history(UUID itemId) {
    return jdbc.sql("select * from quarantine_audit where item_id = :id order by at")
        .param("id", itemId)
        .query((row, _) ->
            new Deed(
                Deed.Action.valueOf(row.getString("action")),
                row.getString("by"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("reason"),
                row.getString("detail")))
        .list();
  }

  /** The open event of that id, until the end of the transaction nobody else's. */
  Optional<HeldEvent> hold(UUID itemId) {
    return jdbc.sql(
            """
            select item_id, content from quarantine_item
            where item_id = :id and status = 'OPEN' for update
            """)
        .param("id", itemId)
        .query(QuarantineStore::held)
        .optional();
  }

  /** Open events, newest first, that nobody else holds. */
  List<HeldEvent> hold(QuarantineFilter filter, @Nullable UUID before, int limit) {
    if (filter.findsNothing()) {
      return List.of();
    }
    return matching(
            "select item_id, content from quarantine_item where status = 'OPEN' and "
                + MATCHES
                + " order by item_id desc limit :limit for update skip locked",
            filter,
            before,
            limit)
        .query(QuarantineStore::held)
        .list();
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

  /** Decides on an event; its content is not needed any more. */
  void settle(UUID itemId, QuarantineStatus status, Instant now) {
    jdbc.sql(
            """
            update quarantine_item set status = :status, settled_at = :now, content = null
            where item_id = :id
            """)
        .param("status", status.name())
        .param("now", utc(now))
        .param("id", itemId)
        .update();
  }

  /** It was judged again, and this is what is wrong with it now. */
  void refuseAgain(UUID itemId, Judgement.Invalid invalid) {
    jdbc.sql(
            """
            update quarantine_item set code = :code, detail = :detail, rule = :rule
            where item_id = :id
            """)
        .param("code", invalid.flaw().code())
        .param("detail", invalid.detail())
        .param("rule", invalid.rule())
        .param("id", itemId)
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

  /** Forgets up to {@code limit} events kept before an instant; how many it were. */
  int forgetItems(Instant before, int limit) {
    return jdbc.sql(
            """
            delete from quarantine_item where item_id in (
              select item_id from quarantine_item where kept_at < :before
              order by kept_at limit :limit for update skip locked)
            """)
        .param("before", utc(before))
        .param("limit", limit)
        .update();
  }

  void forgetDeeds(Instant before) {
    jdbc.sql("delete from quarantine_audit where at < :before")
        .param("before", utc(before))
        .update();
  }

  private StatementSpec matching(
      String sql, QuarantineFilter filter, @Nullable UUID before, int limit) {
    return jdbc.sql(sql)
        .param("type", filter.type(), Types.VARCHAR)
        .param("code", filter.code(), Types.VARCHAR)
        .param("rule", filter.rule(), Types.VARCHAR)
        .param("subject", filter.subject(), Types.VARCHAR)
        .param("source", filter.source(), Types.VARCHAR)
        .param("quarantined", filter.quarantined(), Types.BOOLEAN)
        .param("since", nullable(filter.since()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("until", nullable(filter.until()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("before", before, Types.OTHER)
        .param("limit", limit);
  }

  private static HeldEvent held(ResultSet row, int number) throws SQLException {
    return new HeldEvent(row.getObject("item_id", UUID.class), row.getBytes("content"));
  }

  private static QuarantinedEvent event(ResultSet row, int number) throws SQLException {
    byte[] shown = row.getBytes("shown");
    OffsetDateTime settled = row.getObject("settled_at", OffsetDateTime.class);
    return new QuarantinedEvent(
        row.getObject("item_id", UUID.class),
        QuarantineStatus.valueOf(row.getString("status")),
        row.getBoolean("quarantined"),
        row.getString("code"),
        row.getString("detail"),
        row.getString("rule"),
        row.getString("event_id"),
        row.getString("event_source"),
        row.getString("event_type"),
        row.getString("subject"),
        row.getObject("refused_at", OffsetDateTime.class).toInstant(),
        settled == null ? null : settled.toInstant(),
        row.getBoolean("cut"),
        shown == null ? null : new String(shown, StandardCharsets.UTF_8),
        null);
  }

  private static @Nullable OffsetDateTime nullable(@Nullable Instant instant) {
    return instant == null ? null : utc(clamped(instant));
  }

  /** Nothing was refused before or will be after; Postgres knows no time far beyond. */
  private static Instant clamped(Instant instant) {
    return instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
