package io.churnops.ingestion.sources;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sources in Postgres. */
final class SourceStore {

  private static final String DUE =
      """
      (not paused and next_run_at <= :now)
      or exists (select from pull_run r
                 where r.source = s.name and r.status in ('QUEUED', 'RUNNING'))
      """;

  private final JdbcClient jdbc;

  SourceStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Declares a source, or a new version of it; the same text again changes nothing. */
  void put(String name, String declaration, String by, Instant at, @Nullable Instant next) {
    jdbc.sql(
            """
            insert into pull_source
              (name, version, declaration, declared_by, declared_at, next_run_at)
            values (:name, 1, :declaration, :by, :at, cast(:next as timestamptz))
            on conflict (name) do update
            set version = pull_source.version + 1, declaration = excluded.declaration,
                declared_by = excluded.declared_by, declared_at = excluded.declared_at,
                next_run_at = excluded.next_run_at, failures = 0, last_error = null
            where pull_source.declaration <> excluded.declaration
            """)
        .param("name", name)
        .param("declaration", declaration)
        .param("by", by)
        .param("at", Times.utc(at))
        .param("next", next == null ? null : Times.utc(next), Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  boolean remove(String name) {
    return jdbc.sql("delete from pull_source where name = :name").param("name", name).update() == 1;
  }

  /** Stops or resumes the schedule; whether there is such a source. */
  boolean pause(String name, boolean paused, @Nullable Instant next) {
    return jdbc.sql(
                """
                update pull_source
                set paused = :paused, next_run_at = cast(:next as timestamptz)
                where name = :name
                """)
            .param("name", name)
            .param("paused", paused)
            .param("next", next == null ? null : Times.utc(next), Types.TIMESTAMP_WITH_TIMEZONE)
            .update()
        == 1;
  }

  Optional<SourceRow> find(String name) {
    return jdbc.sql("select * from pull_source where name = :name")
        .param("name", name)
        .query(SourceStore::row)
        .optional();
  }

  /** By name, those after the given one if there is one. */
  List<SourceRow> page(@Nullable String after, int limit) {
    return jdbc.sql("select * from pull_source where name > :after order by name limit :limit")
        .param("after", after == null ? "" : after)
        .param("limit", limit)
        .query(SourceStore::row)
        .list();
  }

  /**
   * The names of sources whose time has come, that a person asked for, or whose run is not ended:
   * it may be that of a process that is no more. Longest due first.
   */
  List<String> due(Instant now) {
    return jdbc.sql("select name from pull_source s where " + DUE + " order by next_run_at, name")
        .param("now", Times.utc(now))
        .query((row, _) -> row.getString(1))
        .list();
  }

  /** A source, if it is due. */
  Optional<SourceRow> findDue(String name, Instant now) {
    return jdbc.sql("select * from pull_source s where name = :name and (" + DUE + ")")
        .param("name", name)
        .param("now", Times.utc(now))
        .query(SourceStore::row)
        .optional();
  }

  private static SourceRow row(ResultSet row, int number) throws SQLException {
    return new SourceRow(
        row.getString("name"),
        row.getInt("version"),
        row.getString("declaration"),
        row.getString("declared_by"),
        Times.required(row, "declared_at"),
        row.getBoolean("paused"),
        row.getObject("position", Long.class),
        Times.optional(row, "next_run_at"),
        row.getInt("failures"),
        row.getString("last_error"),
        Times.optional(row, "last_success_at"));
  }
}
