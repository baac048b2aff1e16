package io.churnops.feature.rebuilds;

import io.churnops.feature.definitions.Backfills;
import io.churnops.feature.rebuilds.RebuildRow.Kind;
import io.churnops.feature.rebuilds.RebuildRow.Reason;
import io.churnops.kit.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rebuilds and how far they are. At most one is open for a view, and one for all views. */
@Repository
class RebuildTable implements Backfills {

  private static final String OPEN = "status in ('QUEUED', 'RUNNING', 'STOPPED')";
  private static final String SELECT =
      """
      select r.*, v.name as view_name from rebuild r
      left join feature_view v on v.fingerprint = r.view_fingerprint
      """;

  private final JdbcClient jdbc;
  private final Ids ids;
  private final InstantSource clock;

  RebuildTable(JdbcClient jdbc, Ids ids, InstantSource clock) {
    this.jdbc = jdbc;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void fold(String fingerprint, String by) {
    insert(fingerprint, Kind.FOLD, Reason.REGISTERED, by);
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void remove(String fingerprint, String by) {
    insert(fingerprint, Kind.REMOVE, Reason.RETIRED, by);
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void callOff(String fingerprint) {
    jdbc.sql(
            "update rebuild set status = 'CANCELLED', finished_at = ? where view_fingerprint = ? and "
                + OPEN)
        .params(now(), fingerprint)
        .update();
  }

  /** Orders a rebuild; empty if one is open for the view, or for all views, already. */
  Optional<UUID> insert(@Nullable String fingerprint, Kind kind, Reason reason, String by) {
    UUID id = UUID.fromString(ids.next());
    int inserted =
        jdbc.sql(
                """
                insert into rebuild
                  (id, view_fingerprint, kind, reason, status, created_at, created_by)
                values (:id, :view, :kind, :reason, 'QUEUED', :now, :by) on conflict do nothing\
                """)
            .param("id", id)
            .param("view", fingerprint)
            .param("kind", kind.name())
            .param("reason", reason.name())
            .param("now", now())
            .param("by", by)
            .update();
    return inserted == 1 ? Optional.of(id) : Optional.empty();
  }

  /** The open rebuild of a view, or of all views. */
  Optional<RebuildRow> open(@Nullable String fingerprint) {
    return jdbc.sql(SELECT + "where coalesce(r.view_fingerprint, '') = ? and r." + OPEN)
        .param(fingerprint == null ? "" : fingerprint)
        .query(RebuildTable::row)
        .optional();
  }

  Optional<RebuildRow> find(UUID id) {
    return jdbc.sql(SELECT + "where r.id = ?").param(id).query(RebuildTable::row).optional();
  }

  /** Those that are not over, and those that were completed lately; in the order of their ids. */
  List<RebuildRow> openOrCompletedSince(Instant moment) {
    return jdbc.sql(
            SELECT
                + "where r."
                + OPEN
                + " or (r.status = 'COMPLETE' and r.finished_at >= ?) order by r.id")
        .param(moment.atOffset(ZoneOffset.UTC))
        .query(RebuildTable::row)
        .list();
  }

  /** Newest first; ids sort by their creation. */
  List<RebuildRow> page(@Nullable UUID before, int limit) {
    return jdbc.sql(
            SELECT
                + "where :before::uuid is null or r.id < :before order by r.id desc limit :limit")
        .param("before", before)
        .param("limit", limit)
        .query(RebuildTable::row)
        .list();
  }

  /**
   * The oldest rebuild that can go on, locked; one that another transaction holds is passed. One
   * whose last step failed comes after all others, so that it does not keep them from going on.
   */
  Optional<RebuildRow> lockNext() {
    return jdbc.sql(
            SELECT
                + """
                where r.status in ('QUEUED', 'RUNNING')
                order by r.trouble is not null, r.id limit 1 for update of r skip locked\
                """)
        .query(RebuildTable::row)
        .optional();
  }

  void begin(UUID id, long totalEvents) {
    jdbc.sql(
            """
            update rebuild set status = 'RUNNING', started_at = coalesce(started_at, ?),
              total_events = ?
            where id = ?\
            """)
        .params(now(), totalEvents, id)
        .update();
  }

  void advance(UUID id, String afterCustomer, long customers, long events, long millis) {
    jdbc.sql(
            """
            update rebuild set after_customer = ?, customers = customers + ?, events = events + ?,
              worked_millis = worked_millis + ?, trouble = null
            where id = ?\
            """)
        .params(afterCustomer, customers, events, millis, id)
        .update();
  }

  void complete(UUID id) {
    jdbc.sql("update rebuild set status = 'COMPLETE', trouble = null, finished_at = ? where id = ?")
        .params(now(), id)
        .update();
  }

  /** Begins an open rebuild again at the first customer. */
  void restart(UUID id) {
    jdbc.sql(
            """
            update rebuild set after_customer = '', customers = 0, events = 0, worked_millis = 0
            where id = ? and\
            """
                + " "
                + OPEN)
        .param(id)
        .update();
  }

  void trouble(UUID id, String trouble) {
    jdbc.sql("update rebuild set trouble = ? where id = ? and " + OPEN)
        .params(trouble, id)
        .update();
  }

  /** Stops or resumes an open rebuild; waits for the step that is being done. */
  boolean move(UUID id, RebuildStatus to) {
    return jdbc.sql("update rebuild set status = ? where id = ? and " + OPEN)
            .params(to.name(), id)
            .update()
        == 1;
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static RebuildRow row(ResultSet row, int number) throws SQLException {
    return new RebuildRow(
        row.getObject("id", UUID.class),
        row.getString("view_fingerprint"),
        row.getString("view_name"),
        Kind.valueOf(row.getString("kind")),
        Reason.valueOf(row.getString("reason")),
        RebuildStatus.valueOf(row.getString("status")),
        row.getString("after_customer"),
        row.getLong("customers"),
        row.getLong("events"),
        row.getLong("total_events"),
        row.getLong("worked_millis"),
        row.getString("trouble"),
        instant(row, "created_at").orElseThrow(),
        row.getString("created_by"),
        instant(row, "started_at").orElse(null),
        instant(row, "finished_at").orElse(null));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
