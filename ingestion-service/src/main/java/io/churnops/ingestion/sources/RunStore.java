package io.churnops.ingestion.sources;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Runs, and how far they moved the cursors of their sources, in Postgres. */
final class RunStore {

  private static final int PIECE = 1_000;

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final JsonMapper json;

  RunStore(JdbcTemplate template, TransactionOperations transactions, JsonMapper json) {
    this.template = template;
    this.jdbc = JdbcClient.create(template);
    this.transactions = transactions;
    this.json = json;
  }

  /** A run does not move the cursor any more: another one does, or the source is gone. */
  static final class OvertakenException extends RuntimeException {

    OvertakenException() {
      super("Another run moves the cursor", null, false, false);
    }
  }

  /** Asks for a run; answers the one that is waiting or under way already, if there is one. */
  UUID queue(UUID runId, String source, String by, Instant at) {
    return jdbc.sql(
            """
            with queued as (
              insert into pull_run (run_id, source, status, requested_by, queued_at)
              values (:id, :source, 'QUEUED', :by, :at)
              on conflict (source) where status in ('QUEUED', 'RUNNING')
              do update set queued_at = pull_run.queued_at
              returning run_id)
            select run_id from queued
            """)
        .param("id", runId)
        .param("source", source)
        .param("by", by)
        .param("at", Times.utc(at))
        .query(UUID.class)
        .single();
  }

  /**
   * Begins the run that waits, or else a new one; what an ended process left is interrupted. Only
   * for who holds the source.
   */
  UUID begin(UUID newId, SourceRow source, Instant at) {
    UUID begun =
        transactions.execute(_ -> {
          jdbc.sql(
                  """
                  update pull_run
                  set status = 'INTERRUPTED', finished_at = :at,
                      error = 'The process that did it has ended; the next run goes on.'
                  where source = :source and status = 'RUNNING'
                  """)
              .param("source", source.name())
              .param("at", Times.utc(at))
              .update();
          UUID run =
              jdbc.sql("select run_id from pull_run where source = :source and status = 'QUEUED'")
                  .param("source", source.name())
                  .query(UUID.class)
                  .optional()
                  .orElse(newId);
          jdbc.sql(
                  """
                  insert into pull_run
                    (run_id, source, status, source_version, queued_at, started_at, position_before)
                  values (:id, :source, 'RUNNING', :version, :at, :at, :position)
                  on conflict (run_id) do update
                  set status = 'RUNNING', source_version = excluded.source_version,
                      started_at = excluded.started_at, position_before = excluded.position_before
                  """)
              .param("id", run)
              .param("source", source.name())
              .param("version", source.version())
              .param("at", Times.utc(at))
              .param("position", source.position(), Types.BIGINT)
              .update();
          jdbc.sql("update pull_source set running = :id where name = :source")
              .param("id", run)
              .param("source", source.name())
              .update();
          return run;
        });
    if (begun == null) {
      throw new IllegalStateException("A transaction has given nothing");
    }
    return begun;
  }

  /** The rows of a source that were taken and may be read again. */
  Map<UUID, Long> seen(String source) {
    Map<UUID, Long> seen = new HashMap<>();
    jdbc.sql("select digest, position from pull_seen where source = :source")
        .param("source", source)
        .query(row -> {
          seen.put(row.getObject("digest", UUID.class), row.getLong("position"));
        });
    return seen;
  }

  /**
   * Moves the cursor, together with what belongs to it.
   *
   * @throws OvertakenException if the run may not any more; nothing is moved then
   */
  void commit(
      String source,
      UUID run,
      @Nullable Long position,
      Map<UUID, Long> seen,
      long floor,
      RunCounts counts) {
    transactions.executeWithoutResult(_ -> {
      int moved =
          jdbc.sql("update pull_source set position = :at where name = :source and running = :run")
              .param("at", position, Types.BIGINT)
              .param("source", source)
              .param("run", run)
              .update();
      if (moved == 0) {
        throw new OvertakenException();
      }
      jdbc.sql("delete from pull_seen where source = :source and position < :floor")
          .param("source", source)
          .param("floor", floor)
          .update();
      template.batchUpdate(
          "insert into pull_seen (source, digest, position) values (?, ?, ?)"
              + " on conflict (source, digest) do update set position = excluded.position",
          seen.entrySet(),
          PIECE,
          (statement, row) -> {
            statement.setString(1, source);
            statement.setObject(2, row.getKey());
            statement.setLong(3, row.getValue());
          });
      jdbc.sql(
              """
              update pull_run set position_after = :at, counts = cast(:counts as json)
              where run_id = :run
              """)
          .param("at", position, Types.BIGINT)
          .param("counts", json.writeValueAsString(counts))
          .param("run", run)
          .update();
    });
  }

  /** Ends a run; the next one of its source is due at an instant, or never by itself. */
  void end(
      String source,
      UUID run,
      RunStatus status,
      Instant at,
      @Nullable String error,
      @Nullable Instant next) {
    transactions.executeWithoutResult(_ -> {
      jdbc.sql(
              """
              update pull_run set status = :status, finished_at = :at, error = :error
              where run_id = :run and status = 'RUNNING'
              """)
          .param("status", status.name())
          .param("at", Times.utc(at))
          .param("error", error, Types.VARCHAR)
          .param("run", run)
          .update();
      jdbc.sql(
              """
              update pull_source
              set running = null, next_run_at = cast(:next as timestamptz),
                  failures = case :status when 'COMPLETE' then 0 when 'FAILED' then failures + 1
                             else failures end,
                  last_error = case :status when 'COMPLETE' then null when 'FAILED' then :error
                               else last_error end,
                  last_success_at = case :status when 'COMPLETE' then :at else last_success_at end
              where name = :source and running = :run
              """)
          .param("next", next == null ? null : Times.utc(next), Types.TIMESTAMP_WITH_TIMEZONE)
          .param("status", status.name())
          .param("error", error, Types.VARCHAR)
          .param("at", Times.utc(at))
          .param("source", source)
          .param("run", run)
          .update();
    });
  }

  Optional<RunRow> find(String source, UUID runId) {
    return jdbc.sql("select * from pull_run where source = :source and run_id = :id")
        .param("source", source)
        .param("id", runId)
        .query(this::row)
        .optional();
  }

  /** Newest first, as ids sort by their creation; those before the given one if there is one. */
  List<RunRow> page(String source, @Nullable UUID before, int limit) {
    return jdbc.sql(
            """
            select * from pull_run
            where source = :source and (cast(:before as uuid) is null or run_id < :before)
            order by run_id desc limit :limit
            """)
        .param("source", source)
        .param("before", before, Types.OTHER)
        .param("limit", limit)
        .query(this::row)
        .list();
  }

  void forgetBefore(Instant instant) {
    jdbc.sql("delete from pull_run where finished_at < :before")
        .param("before", Times.utc(instant))
        .update();
  }

  private RunRow row(ResultSet row, int number) throws SQLException {
    String counts = row.getString("counts");
    return new RunRow(
        row.getObject("run_id", UUID.class),
        row.getString("source"),
        RunStatus.valueOf(row.getString("status")),
        row.getString("requested_by"),
        row.getObject("source_version", Integer.class),
        Times.required(row, "queued_at"),
        Times.optional(row, "started_at"),
        Times.optional(row, "finished_at"),
        row.getObject("position_before", Long.class),
        row.getObject("position_after", Long.class),
        counts == null ? RunCounts.NONE : json.readValue(counts, RunCounts.class),
        row.getString("error"));
  }
}
