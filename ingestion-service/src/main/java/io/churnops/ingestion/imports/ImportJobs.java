package io.churnops.ingestion.imports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** The imports and how far they have come, in Postgres. */
final class ImportJobs {

  private static final String HELD =
      " where import_id = :id and held_by = :me and status in ('QUEUED', 'RUNNING')";

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final RejectedRows rejected;
  private final JsonMapper json;
  private final UUID instance;

  /** With the instance that holds the imports it submits, and moves those alone. */
  ImportJobs(
      JdbcClient jdbc,
      TransactionOperations transactions,
      RejectedRows rejected,
      JsonMapper json,
      UUID instance) {
    this.jdbc = jdbc;
    this.instance = instance;
    this.transactions = transactions;
    this.rejected = rejected;
    this.json = json;
  }

  void queue(ImportJob job) {
    jdbc.sql(
            """
            insert into import_job
              (import_id, name, mapping, status, submitted_by, submitted_at, file_bytes, path,
               file_modified_at, known_time, held_by, held_until)
            values
              (:id, :name, :mapping, 'QUEUED', :by, :at, :bytes, :path,
               cast(:modified as timestamptz), :known, :me,
               now() + make_interval(secs => :hold))
            """)
        .param("id", job.importId())
        .param("name", job.name())
        .param("mapping", job.mapping())
        .param("by", job.submittedBy())
        .param("at", utc(job.submittedAt()))
        .param("bytes", job.file().bytes())
        .param("path", job.file().path(), Types.VARCHAR)
        .param("modified", utcOrNull(job.file().modifiedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("known", job.knownTime())
        .param("me", instance)
        .param("hold", HeldImports.HOLD.toSeconds())
        .update();
  }

  /** How many imports are still to be done, whoever does them. */
  int unfinished() {
    return jdbc.sql("select count(*) from import_job where status in ('QUEUED', 'RUNNING')")
        .query(Integer.class)
        .single();
  }

  /** Whether imports that were submitted before a moment are still to be done. */
  boolean anyUnfinishedFrom(Instant before) {
    return jdbc.sql(
            """
            select exists (select from import_job
              where status in ('QUEUED', 'RUNNING') and submitted_at <= :before)
            """)
        .param("before", utc(before))
        .query(Boolean.class)
        .single();
  }

  /** Begins an import, or goes on with it. */
  void started(UUID importId, Instant at) {
    moved(
        importId,
        jdbc.sql(
                """
                update import_job
                set status = 'RUNNING', started_at = coalesce(started_at, :at), progress = null
                """
                    + HELD)
            .param("at", utc(at)));
  }

  /** What had been done of an import before. */
  Checkpoint checkpoint(UUID importId) {
    return jdbc.sql(
            "select checkpoint from import_job where import_id = :id and checkpoint is not null")
        .param("id", importId)
        .query(String.class)
        .optional()
        .map(text -> json.readValue(text, Checkpoint.class))
        .orElse(Checkpoint.NONE);
  }

  /** Remembers, together, what is done with and what of it was rejected. */
  void checkpoint(UUID importId, Checkpoint checkpoint, List<Rejection> rejections) {
    transactions.executeWithoutResult(_ -> {
      rejected.keep(importId, rejections);
      moved(
          importId,
          jdbc.sql("update import_job set checkpoint = cast(:done as json)" + HELD)
              .param("done", json.writeValueAsString(checkpoint)));
    });
  }

  void progressed(UUID importId, ImportProgress progress) {
    moved(
        importId,
        jdbc.sql("update import_job set progress = cast(:progress as json)" + HELD)
            .param("progress", json.writeValueAsString(progress)));
  }

  void completed(UUID importId, Instant at, ImportProgress progress) {
    moved(
        importId,
        jdbc.sql(
                """
                update import_job
                set status = 'COMPLETE', finished_at = :at, progress = cast(:progress as json)
                """
                    + HELD)
            .param("at", utc(at))
            .param("progress", json.writeValueAsString(progress)));
  }

  void failed(UUID importId, Instant at, String error) {
    moved(
        importId,
        jdbc.sql(
                "update import_job set status = 'FAILED', finished_at = :at, error = :error" + HELD)
            .param("at", utc(at))
            .param("error", error));
  }

  /** Moves an import on, unless another instance has taken it over. */
  private void moved(UUID importId, JdbcClient.StatementSpec update) {
    if (update.param("id", importId).param("me", instance).update() == 0) {
      throw new OvertakenException(importId);
    }
  }

  Optional<ImportReport> report(UUID importId) {
    return jdbc.sql("select * from import_job where import_id = :id")
        .param("id", importId)
        .query(this::reportOf)
        .optional();
  }

  /** Newest first, as ids sort by their creation; those before the given one if there is one. */
  List<ImportReport> page(@Nullable UUID before, int limit) {
    return jdbc.sql(
            """
            select * from import_job where cast(:before as uuid) is null or import_id < :before
            order by import_id desc limit :limit
            """)
        .param("before", before, Types.OTHER)
        .param("limit", limit)
        .query(this::reportOf)
        .list();
  }

  static ImportJob jobOf(ResultSet row, int number) throws SQLException {
    return new ImportJob(
        row.getObject("import_id", UUID.class),
        row.getString("name"),
        row.getString("mapping"),
        row.getString("submitted_by"),
        row.getObject("submitted_at", OffsetDateTime.class).toInstant(),
        new ImportJob.Source(
            row.getLong("file_bytes"), row.getString("path"), instant(row, "file_modified_at")),
        row.getString("known_time"));
  }

  private ImportReport reportOf(ResultSet row, int number) throws SQLException {
    String progress = row.getString("progress");
    return new ImportReport(
        row.getObject("import_id", UUID.class),
        row.getString("name"),
        ImportStatus.valueOf(row.getString("status")),
        row.getString("submitted_by"),
        row.getObject("submitted_at", OffsetDateTime.class).toInstant(),
        instant(row, "started_at"),
        instant(row, "finished_at"),
        row.getLong("file_bytes"),
        row.getString("path"),
        row.getString("known_time"),
        progress == null ? null : json.readValue(progress, ImportProgress.class),
        row.getString("error"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static @Nullable OffsetDateTime utcOrNull(@Nullable Instant instant) {
    return instant == null ? null : utc(instant);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
