package io.churnops.ingestion.quarantine;

import io.churnops.ingestion.quarantine.DeadLetter.Origin;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/** The quarantine in Postgres: what is kept, until it is decided on or old. */
final class QuarantineStore {

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
    return QuarantineMatches.in(
            jdbc,
            "select *, null as shown from quarantine_item where status = :status and "
                + QuarantineMatches.CONDITION
                + " order by item_id desc limit :limit",
            filter,
            before)
        .param("limit", limit)
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

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
