package io.churnops.ingestion.changes;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far the mappings of changes have come, in Postgres. */
final class ChangeProgressStore {

  private final JdbcClient jdbc;

  ChangeProgressStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes what a batch brought; what it did not bring stays, and trouble is over. */
  void advanced(String name, ChangeProgress batch) {
    ChangeError error = batch.error();
    jdbc.sql(
            """
            insert into change_progress as known
              (name, changed_at, position, error_code, error_detail, error_topic, error_partition,
               error_offset, error_at)
            values
              (:name, :changedAt, :position, :code, :detail, :topic, :partition, :offset, :errorAt)
            on conflict (name) do update
            set changed_at = coalesce(excluded.changed_at, known.changed_at),
                position = case when excluded.changed_at is null then known.position
                                else excluded.position end,
                error_code = coalesce(excluded.error_code, known.error_code),
                error_detail = coalesce(excluded.error_detail, known.error_detail),
                error_topic = coalesce(excluded.error_topic, known.error_topic),
                error_partition = coalesce(excluded.error_partition, known.error_partition),
                error_offset = coalesce(excluded.error_offset, known.error_offset),
                error_at = coalesce(excluded.error_at, known.error_at),
                trouble = null
            """)
        .param("name", name)
        .param("changedAt", utc(batch.changedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("position", batch.position(), Types.VARCHAR)
        .param("code", error == null ? null : error.code(), Types.VARCHAR)
        .param("detail", error == null ? null : error.detail(), Types.VARCHAR)
        .param("topic", error == null ? null : error.topic(), Types.VARCHAR)
        .param("partition", error == null ? null : error.partition(), Types.INTEGER)
        .param("offset", error == null ? null : error.offset(), Types.BIGINT)
        .param("errorAt", utc(error == null ? null : error.at()), Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  void troubled(String name, String trouble) {
    jdbc.sql(
            """
            insert into change_progress (name, trouble) values (:name, :trouble)
            on conflict (name) do update set trouble = excluded.trouble
            """)
        .param("name", name)
        .param("trouble", trouble)
        .update();
  }

  Optional<ChangeProgress> find(String name) {
    return jdbc.sql("select * from change_progress where name = :name")
        .param("name", name)
        .query(ChangeProgressStore::progress)
        .optional();
  }

  private static ChangeProgress progress(ResultSet row, int number) throws SQLException {
    Instant errorAt = instant(row, "error_at");
    return new ChangeProgress(
        instant(row, "changed_at"),
        row.getString("position"),
        errorAt == null
            ? null
            : new ChangeError(
                row.getString("error_code"),
                row.getString("error_detail"),
                row.getString("error_topic"),
                row.getInt("error_partition"),
                row.getLong("error_offset"),
                errorAt),
        row.getString("trouble"));
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
