package io.churnops.training.retraining;

import io.churnops.training.audit.AuditTrail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The schedules, one a model. */
@Component
class Schedules {

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final JsonMapper json;
  private final InstantSource clock;

  Schedules(JdbcClient jdbc, AuditTrail audit, JsonMapper json, InstantSource clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.json = json;
    this.clock = clock;
  }

  /** Sets the schedule of a model; times that have passed by then are not made up for. */
  @Transactional
  public Schedule set(String model, ScheduleRequest wish, String by) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    wish.check(now);
    jdbc.sql(
            """
            insert into retraining_schedule (model_name, cron, zone, request, set_by, set_at, next_at)
            values (:model, :cron, :zone, :request::jsonb, :by, :now, :next)
            on conflict (model_name) do update
            set cron = excluded.cron, zone = excluded.zone, request = excluded.request,
              set_by = excluded.set_by, set_at = excluded.set_at, next_at = excluded.next_at
            """)
        .param("model", model)
        .param("cron", wish.cron())
        .param("zone", wish.zone())
        .param("request", json.writeValueAsString(wish.retraining(model)))
        .param("by", by)
        .param("now", Timestamp.from(now))
        .param("next", timestamp(ScheduleRequest.next(wish.cron(), wish.zone(), now)))
        .update();
    audit.record(
        by,
        "schedule.set",
        model,
        Map.of("cron", wish.cron(), "zone", wish.zone(), "promotes", wish.promotes()));
    return find(model);
  }

  Schedule find(String model) {
    return select("where model_name = :model", Map.of("model", model)).stream()
        .findFirst()
        .orElseThrow(() -> RetrainingException.noSchedule(model));
  }

  /** By model. */
  List<Schedule> page(String after, int size) {
    return select(
        "where model_name > :after order by model_name limit :size",
        Map.of("after", after, "size", size));
  }

  /** Removes the schedule of a model. */
  @Transactional
  public void remove(String model, String by) {
    int removed =
        jdbc.sql("delete from retraining_schedule where model_name = ?").param(model).update();
    if (removed == 0) {
      throw RetrainingException.noSchedule(model);
    }
    audit.record(by, "schedule.removed", model, Map.of());
  }

  /** Those whose time has come. */
  List<Schedule> due(Instant now) {
    return select("where next_at <= :now order by next_at", Map.of("now", Timestamp.from(now)));
  }

  /**
   * What came of a time that had come; the next is the first after now, however many have passed.
   */
  void fired(Schedule schedule, Instant now, @Nullable String retrainingId, @Nullable String told) {
    jdbc.sql(
            """
            update retraining_schedule
            set next_at = :next, last_at = :now, last_id = coalesce(:id, last_id), last_told = :told
            where model_name = :model and set_at = :set and next_at = :due
            """)
        .param("next", timestamp(ScheduleRequest.next(schedule.cron(), schedule.zone(), now)))
        .param("now", Timestamp.from(now))
        .param("id", retrainingId)
        .param("told", told)
        .param("model", schedule.model())
        .param("set", Timestamp.from(schedule.setAt()))
        .param("due", timestamp(Optional.ofNullable(schedule.nextAt())))
        .update();
  }

  private static @Nullable Timestamp timestamp(Optional<Instant> instant) {
    return instant.map(Timestamp::from).orElse(null);
  }

  private List<Schedule> select(String which, Map<String, ?> values) {
    return jdbc.sql("select * from retraining_schedule " + which)
        .params(values)
        .query((row, _) -> schedule(row))
        .list();
  }

  private Schedule schedule(ResultSet row) throws SQLException {
    return new Schedule(
        row.getString("model_name"),
        row.getString("cron"),
        row.getString("zone"),
        json.readValue(row.getString("request"), RetrainingRequest.class),
        row.getString("set_by"),
        row.getTimestamp("set_at").toInstant(),
        RetrainingRows.instant(row, "next_at"),
        RetrainingRows.instant(row, "last_at"),
        row.getString("last_id"),
        row.getString("last_told"));
  }
}
