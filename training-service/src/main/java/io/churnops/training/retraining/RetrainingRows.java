package io.churnops.training.retraining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads retrainings with their steps. */
@Component
class RetrainingRows {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  RetrainingRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Optional<Retraining> find(String id) {
    return select("where retraining_id = :id", Map.of("id", id)).stream().findFirst();
  }

  /** The same, and nobody else changes it until the transaction ends. */
  Optional<Retraining> lock(String id) {
    return select("where retraining_id = :id for update", Map.of("id", id)).stream().findFirst();
  }

  Optional<Retraining> keyed(Retraining.Source source, String by, String key) {
    return select(
            "where source = :source and requested_by = :by and idempotency_key = :key",
            Map.of("source", source.name(), "by", by, "key", key))
        .stream()
        .findFirst();
  }

  /** Newest first; ids sort by their creation. */
  List<Retraining> page(String model, String before, int size) {
    return select(
        """
        where (:model = '' or model_name = :model) and (:before = '' or retraining_id < :before)
        order by retraining_id desc limit :size
        """,
        Map.of("model", model, "before", before, "size", size));
  }

  List<Retraining> underWay() {
    return select(
        """
        where retraining_id in (
          select min(retraining_id) from retraining where status = 'RUNNING' group by model_name)
        order by retraining_id
        """,
        Map.of());
  }

  private List<Retraining> select(String which, Map<String, ?> values) {
    List<Retraining> bare =
        jdbc.sql("select * from retraining " + which)
            .params(values)
            .query((row, _) -> retraining(row))
            .list();
    if (bare.isEmpty()) {
      return bare;
    }
    Map<String, List<KeyedStep>> steps =
        jdbc
            .sql(
                """
                select * from retraining_step where retraining_id in (:ids)
                order by retraining_id, position
                """)
            .param("ids", bare.stream().map(Retraining::retrainingId).toList())
            .query((row, _) -> new KeyedStep(row.getString("retraining_id"), step(row)))
            .list()
            .stream()
            .collect(Collectors.groupingBy(KeyedStep::retrainingId));
    return bare.stream()
        .map(retraining ->
            retraining.with(
                steps.getOrDefault(retraining.retrainingId(), List.of()).stream()
                    .map(KeyedStep::step)
                    .toList()))
        .toList();
  }

  private record KeyedStep(String retrainingId, RetrainingStep step) {}

  private Retraining retraining(ResultSet row) throws SQLException {
    return new Retraining(
        row.getString("retraining_id"),
        RetrainingStatus.valueOf(row.getString("status")),
        row.getString("model_name"),
        Retraining.Source.valueOf(row.getString("source")),
        row.getString("requested_by"),
        row.getString("retried_by"),
        row.getString("cancelled_by"),
        json.readValue(row.getString("request"), RetrainingRequest.class),
        null,
        null,
        row.getTimestamp("created_at").toInstant(),
        instant(row, "finished_at"),
        List.of());
  }

  private RetrainingStep step(ResultSet row) throws SQLException {
    return new RetrainingStep(
        Step.valueOf(row.getString("step")),
        StepStatus.valueOf(row.getString("status")),
        row.getInt("attempt"),
        row.getInt("retries"),
        row.getInt("stops"),
        json.readTree(row.getString("progress")),
        json.readTree(row.getString("result")),
        row.getString("code"),
        row.getString("reason"),
        instant(row, "started_at"),
        instant(row, "ended_at"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }

  boolean isUnderWay(String model, String exceptKey) {
    return jdbc.sql(
            """
            select exists (select from retraining
              where model_name = ? and status = 'RUNNING' and idempotency_key is distinct from ?)
            """)
        .params(model, exceptKey)
        .query(Boolean.class)
        .single();
  }

  /** When the oldest retraining that is under way was asked for, or the oldest due one was due. */
  Optional<Instant> oldestWaiting() {
    return jdbc.sql(
            """
            select least(
              (select min(created_at) from retraining where status = 'RUNNING'),
              (select min(next_at) from retraining_schedule))
            """)
        .query((row, _) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
        .single();
  }
}
