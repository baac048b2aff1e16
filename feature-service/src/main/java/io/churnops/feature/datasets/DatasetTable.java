package io.churnops.feature.datasets;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The jobs and their outcomes. */
@Repository
class DatasetTable {

  private final JdbcClient jdbc;

  DatasetTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(UUID id, String request, Instant now, String by) {
    jdbc.sql(
            """
            insert into training_dataset (id, request, status, created_at, created_by)
            values (?, ?::json, 'RUNNING', ?, ?)\
            """)
        .params(id, request, now.atOffset(ZoneOffset.UTC), by)
        .update();
  }

  Optional<DatasetRow> find(UUID id) {
    return jdbc.sql(
            """
            select id, request, status, error, manifest, cancelled_by from training_dataset
            where id = ?\
            """)
        .param(id)
        .query((row, _) -> dataset(row))
        .optional();
  }

  /**
   * Newest first; ids sort by their creation.
   *
   * @param view only those of views of this name or fingerprint, null for all
   * @param status only those that stand so, null for all
   */
  List<ListedDatasetRow> page(
      @Nullable String view, @Nullable DatasetStatus status, @Nullable UUID before, int limit) {
    return jdbc.sql(
            """
            select d.*, d.request ->> 'viewFingerprint' as view_fingerprint, v.name as view_name
            from training_dataset d
            left join feature_view v on v.fingerprint = d.request ->> 'viewFingerprint'
            where (:before::uuid is null or d.id < :before)
              and (:view::text is null
                or :view in (v.name, d.request ->> 'viewFingerprint'))
              and (:status::text is null or :status =
                case when d.status = 'RUNNING' and d.cancelled_by is not null
                  then 'CANCELLED' else d.status end)
            order by d.id desc limit :limit\
            """)
        .param("before", before)
        .param("view", view)
        .param("status", status == null ? null : status.name())
        .param("limit", limit)
        .query((row, _) ->
            new ListedDatasetRow(
                dataset(row),
                row.getString("view_fingerprint"),
                row.getString("view_name"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                Optional.ofNullable(row.getObject("finished_at", OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant)
                    .orElse(null)))
        .list();
  }

  /**
   * The newest complete training sets of a view of the log whose rows have not been dropped; none
   * that were built again, of which rows go soon.
   */
  List<DatasetRow> newestOfView(String fingerprint, int limit) {
    return jdbc.sql(
            """
            select id, request, status, error, manifest, cancelled_by from training_dataset
            where status = 'COMPLETE' and error is null and request ->> 'viewFingerprint' = ?
              and request ->> 'knowledge' is null
            order by created_at desc, id desc limit ?\
            """)
        .params(fingerprint, limit)
        .query((row, _) -> dataset(row))
        .list();
  }

  private static DatasetRow dataset(ResultSet row) throws SQLException {
    return new DatasetRow(
        row.getObject("id", UUID.class),
        row.getString("request"),
        row.getString("status"),
        row.getString("error"),
        row.getString("manifest"),
        row.getString("cancelled_by"));
  }

  /** Training sets that were built again of what was known at another, and ended by a moment. */
  List<UUID> rebuiltBefore(Instant moment) {
    return jdbc.sql(
            """
            select id from training_dataset
            where status = 'COMPLETE' and request ->> 'knowledge' is not null and finished_at < ?\
            """)
        .param(moment.atOffset(ZoneOffset.UTC))
        .query((row, _) -> row.getObject(1, UUID.class))
        .list();
  }

  List<UUID> unfinished() {
    return jdbc.sql(
            "select id from training_dataset where status = 'RUNNING' order by created_at, id")
        .query((row, _) -> row.getObject(1, UUID.class))
        .list();
  }

  /** Has one that is not over come to an end. */
  void cancel(UUID id, String by) {
    jdbc.sql(
            """
            update training_dataset set cancelled_by = ?
            where id = ? and status = 'RUNNING' and cancelled_by is null\
            """)
        .params(by, id)
        .update();
  }

  /** Ends one that has been built, unless it was cancelled by then: that was told already. */
  void complete(UUID id, String manifest, Instant now) {
    finish(id, DatasetStatus.COMPLETE, null, manifest, now);
  }

  void fail(UUID id, String error, Instant now) {
    finish(id, DatasetStatus.FAILED, error, null, now);
  }

  /** Ends one that nobody wants any more. */
  void endCancelled(UUID id, Instant now) {
    finish(id, DatasetStatus.CANCELLED, null, null, now);
  }

  private void finish(
      UUID id,
      DatasetStatus status,
      @Nullable String error,
      @Nullable String manifest,
      Instant now) {
    jdbc.sql(
            """
            update training_dataset set status = :status, error = :error,
              manifest = cast(:manifest as json), finished_at = :now
            where id = :id and status = 'RUNNING'
              and (cancelled_by is null or :status <> 'COMPLETE')\
            """)
        .param("status", status.name())
        .param("error", error)
        .param("manifest", manifest)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }
}
