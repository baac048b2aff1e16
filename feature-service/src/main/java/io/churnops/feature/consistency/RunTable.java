package io.churnops.feature.consistency;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The comparisons and what they have found. */
@Repository
class RunTable {

  private static final String SELECT =
      "select run_id, requested_at, requested_by, finished_at, checked, mismatches"
          + " from consistency_run ";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient jdbc;

  RunTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(UUID id, Instant now, String by) {
    jdbc.sql(
            """
            insert into consistency_run (run_id, requested_at, requested_by)
            values (?, ?, ?)\
            """)
        .params(id, now.atOffset(ZoneOffset.UTC), by)
        .update();
  }

  Optional<ConsistencyRun> find(UUID id) {
    return jdbc.sql(SELECT + "where run_id = ?").param(id).query((row, _) -> run(row)).optional();
  }

  /** The oldest that is not finished. */
  Optional<ConsistencyRun> open() {
    return jdbc.sql(SELECT + "where finished_at is null order by requested_at limit 1")
        .query((row, _) -> run(row))
        .optional();
  }

  boolean noneSince(Instant moment) {
    return jdbc.sql("select not exists (select from consistency_run where requested_at > ?)")
        .param(moment.atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .single();
  }

  /** Newest first: an id sorts by creation. */
  List<ConsistencyRun> page(@Nullable UUID before, int limit) {
    return jdbc.sql(
            SELECT
                + "where cast(:before as uuid) is null or run_id < :before"
                + " order by run_id desc limit :limit")
        .param("before", before)
        .param("limit", limit)
        .query((row, _) -> run(row))
        .list();
  }

  void count(UUID id, long checked, long mismatches) {
    jdbc.sql(
            """
            update consistency_run set checked = checked + ?, mismatches = mismatches + ?
            where run_id = ?\
            """)
        .params(checked, mismatches, id)
        .update();
  }

  void finish(UUID id, Instant now) {
    jdbc.sql("update consistency_run set finished_at = ? where run_id = ?")
        .params(now.atOffset(ZoneOffset.UTC), id)
        .update();
  }

  /** How far the customers were looked at in turn; empty to begin with the first. */
  String probedTo() {
    return jdbc.sql(
            "select probed_to from consistency_run where probed_to is not null"
                + " order by run_id desc limit 1")
        .query((row, _) -> row.getString(1))
        .optional()
        .orElse("");
  }

  void setProbedTo(UUID id, @Nullable String customer) {
    jdbc.sql("update consistency_run set probed_to = null where probed_to is not null").update();
    jdbc.sql("update consistency_run set probed_to = :customer where run_id = :id")
        .param("customer", customer)
        .param("id", id)
        .update();
  }

  void add(UUID run, Sample sample, List<@Nullable Object> rebuilt) {
    jdbc.sql(
            """
            insert into consistency_mismatch (run_id, customer_id, members, view_fingerprint,
              evaluated_at, applied_offsets, served, rebuilt)
            values (?, ?, ?::json, ?, ?, ?::json, ?::json, ?::json)\
            """)
        .params(
            run,
            sample.customerId(),
            JSON.writeValueAsString(sample.members()),
            sample.viewFingerprint(),
            Samples.timestamp(sample.atMicros()),
            JSON.writeValueAsString(sample.appliedOffsets()),
            JSON.writeValueAsString(sample.values()),
            JSON.writeValueAsString(rebuilt))
        .update();
  }

  /** A stored mismatch. */
  record Found(long number, Sample served, List<@Nullable Object> rebuilt) {}

  List<Found> mismatches(UUID run, long after, int limit) {
    return jdbc.sql(
            """
            select mismatch_id, customer_id, members, view_fingerprint, evaluated_at,
              applied_offsets, served, rebuilt
            from consistency_mismatch where run_id = ? and mismatch_id > ?
            order by mismatch_id limit ?\
            """)
        .params(run, after, limit)
        .query((row, _) ->
            new Found(row.getLong(1), Samples.read(row), Samples.values(row.getString(8))))
        .list();
  }

  /** Shows what was found of some ids and of no other, and the vectors as they were rebuilt. */
  void forEachOf(Collection<String> ids, BiConsumer<Sample, List<@Nullable Object>> taker) {
    jdbc.sql(
            """
            select mismatch_id, customer_id, members, view_fingerprint, evaluated_at,
              applied_offsets, served, rebuilt
            from consistency_mismatch where %s order by mismatch_id\
            """
                .formatted(Samples.HOLDS_ONLY))
        .param(ids.toArray(String[]::new))
        .query(row -> {
          taker.accept(Samples.read(row), Samples.values(row.getString(8)));
        });
  }

  /** Removes what was found of some ids; answers how much. */
  int deleteOf(Collection<String> ids) {
    String[] all = ids.toArray(String[]::new);
    jdbc.sql("update consistency_run set probed_to = null where probed_to = any(?)")
        .param(all)
        .update();
    return jdbc.sql("delete from consistency_mismatch where " + Samples.HOLDS_ONE)
        .param(all)
        .update();
  }

  private static ConsistencyRun run(ResultSet row) throws SQLException {
    OffsetDateTime finished = row.getObject(4, OffsetDateTime.class);
    return new ConsistencyRun(
        row.getObject(1, UUID.class),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getString(3),
        finished == null ? null : finished.toInstant(),
        row.getLong(5),
        row.getLong(6));
  }
}
