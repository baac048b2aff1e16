package io.churnops.ingestion.changes;

import io.churnops.ingestion.changes.ChangeDeadLetter.Status;
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

/**
 * Records that could not become events in Postgres: what is kept, until it is decided on or old.
 */
final class ChangeLetterStore {

  private final JdbcClient jdbc;

  ChangeLetterStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What awaits a decision. */
  record Open(long records, long bytes) {

    Open plus(long size) {
      return new Open(records + 1, bytes + size);
    }

    /** How much of the room is taken, by number or by size, whichever is more. */
    double filled(ChangeProperties.Letters limits) {
      return Math.max(
          (double) records / limits.maxOpen(), (double) bytes / limits.maxOpenSize().toBytes());
    }
  }

  Open countOpen() {
    return jdbc.sql(
            "select count(*), coalesce(sum(bytes), 0) from change_letter where status = 'OPEN'")
        .query((row, _) -> new Open(row.getLong(1), row.getLong(2)))
        .single();
  }

  /** Keeps a letter; false if it, or another one for the same record, was kept before. */
  boolean keep(
      UUID itemId, ChangeLetter letter, Set<String> subjects, Set<String> named, Instant now) {
    CapturedRecord captured = letter.captured();
    byte[] content = captured.value() == null ? new byte[0] : captured.value();
    return jdbc.sql(
                """
                insert into change_letter
                  (item_id, mapping, topic, partition, record_offset, record_time, table_name,
                   status, code, detail, refused_at, kept_at, key, content, bytes, cut, shown,
                   subjects, customers)
                values
                  (:id, :mapping, :topic, :partition, :offset, :time, :table,
                   'OPEN', :code, :detail, :refusedAt, :now, :key, :content, :bytes, :cut, :shown,
                   :subjects, :named)
                on conflict do nothing
                """)
            .param("id", itemId)
            .param("mapping", letter.mapping())
            .param("topic", captured.topic())
            .param("partition", captured.partition())
            .param("offset", captured.offset())
            .param("time", letter.timestamp())
            .param("table", letter.table(), Types.VARCHAR)
            .param("code", letter.code())
            .param("detail", letter.detail())
            .param("refusedAt", utc(letter.refusedAt()))
            .param("now", utc(now))
            .param("key", captured.key(), Types.BINARY)
            .param("content", content)
            .param("bytes", content.length)
            .param("cut", letter.cut())
            .param("shown", letter.shown())
            .param("subjects", subjects.toArray(String[]::new))
            .param("named", named.toArray(String[]::new))
            .update()
        == 1;
  }

  /** Newest first, those before the given one if there is one; of each the beginning. */
  List<ChangeDeadLetter> page(
      String mapping, Status status, @Nullable String code, @Nullable UUID before, int limit) {
    return jdbc.sql(
            """
            select *, null::bytea as whole from change_letter
            where mapping = :mapping and status = :status
              and (cast(:code as text) is null or code = :code)
              and (cast(:before as uuid) is null or item_id < :before)
            order by item_id desc limit :limit
            """)
        .param("mapping", mapping)
        .param("status", status.name())
        .param("code", code, Types.VARCHAR)
        .param("before", before, Types.OTHER)
        .param("limit", limit)
        .query(ChangeLetterStore::letter)
        .list();
  }

  /** With all of its text and what was done about it. */
  Optional<ChangeDeadLetter> find(String mapping, UUID itemId) {
    return jdbc.sql(
            """
            select *, content as whole from change_letter
            where mapping = :mapping and item_id = :id
            """)
        .param("mapping", mapping)
        .param("id", itemId)
        .query(ChangeLetterStore::letter)
        .optional()
        .map(letter -> letter.with(history(itemId)));
  }

  private List<ChangeDeadLetter.Deed> history(UUID itemId) {
    return jdbc.sql("select * from change_letter_audit where item_id = :id order by at")
        .param("id", itemId)
        .query((row, _) ->
            new ChangeDeadLetter.Deed(
                Status.valueOf(row.getString("action")),
                row.getString("by"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("reason"),
                row.getString("detail")))
        .list();
  }

  /** Removes what may be about some customers; answers how much. */
  long deleteOf(Collection<String> customers) {
    return jdbc.sql("delete from change_letter where customers && cast(:ids as text[])")
        .param("ids", customers.toArray(String[]::new))
        .update();
  }

  /** Shows everything that is a customer's row by its mapping, and certainly nobody else's. */
  void forEachOf(Set<String> ids, Consumer<ChangeDeadLetter> taker) {
    jdbc.sql(
            """
            select *, content as whole from change_letter
            where customers && cast(:ids as text[])
              and subjects <@ cast(:ids as text[]) and cardinality(subjects) > 0
            order by item_id
            """)
        .param("ids", ids.toArray(String[]::new))
        .query(row -> {
          taker.accept(letter(row, 0));
        });
  }

  /** Forgets up to {@code limit} records kept before an instant; how many it were. */
  int forget(Instant before, int limit) {
    return jdbc.sql(
            """
            delete from change_letter where item_id in (
              select item_id from change_letter where kept_at < :before
              order by kept_at limit :limit for update skip locked)
            """)
        .param("before", utc(before))
        .param("limit", limit)
        .update();
  }

  void forgetDeeds(Instant before) {
    jdbc.sql("delete from change_letter_audit where at < :before")
        .param("before", utc(before))
        .update();
  }

  private static ChangeDeadLetter letter(ResultSet row, int number) throws SQLException {
    byte[] whole = row.getBytes("whole");
    OffsetDateTime settled = row.getObject("settled_at", OffsetDateTime.class);
    return new ChangeDeadLetter(
        row.getObject("item_id", UUID.class),
        Status.valueOf(row.getString("status")),
        row.getString("table_name"),
        row.getString("topic"),
        row.getInt("partition"),
        row.getLong("record_offset"),
        row.getString("code"),
        row.getString("detail"),
        row.getObject("refused_at", OffsetDateTime.class).toInstant(),
        settled == null ? null : settled.toInstant(),
        row.getInt("bytes"),
        row.getBoolean("cut"),
        whole == null ? row.getString("shown") : new String(whole, StandardCharsets.UTF_8),
        null);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
