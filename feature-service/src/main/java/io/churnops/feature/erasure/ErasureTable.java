package io.churnops.feature.erasure;

import io.churnops.kit.erasure.Remaining;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The erasures and the answers to them. */
@Repository
class ErasureTable {

  private static final String SELECT =
      """
      select erasure_id, requested_at, requested_by, ids, work, removed, remaining, removed_at,
        announced, error
      from erasure \
      """;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient jdbc;

  ErasureTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(UUID id, Instant now, String by, ErasureWork work) {
    jdbc.sql(
            """
            insert into erasure (erasure_id, requested_at, requested_by, ids, work)
            values (?, ?, ?, ?, ?::json)\
            """)
        .params(
            id, now.atOffset(ZoneOffset.UTC), by, work.ids().size(), JSON.writeValueAsString(work))
        .update();
  }

  Optional<ErasureRow> find(UUID id) {
    return jdbc.sql(SELECT + "where erasure_id = ?")
        .param(id)
        .query((row, _) -> row(row))
        .optional();
  }

  /** Newest first: an id sorts by creation. */
  List<ErasureRow> page(@Nullable UUID before, int limit) {
    return jdbc.sql(
            SELECT
                + "where cast(:before as uuid) is null or erasure_id < :before"
                + " order by erasure_id desc limit :limit")
        .param("before", before)
        .param("limit", limit)
        .query((row, _) -> row(row))
        .list();
  }

  /** The ids of those that this service is not done with. */
  List<UUID> unfinished() {
    return jdbc.sql("select erasure_id from erasure where not announced order by requested_at")
        .query((row, _) -> row.getObject(1, UUID.class))
        .list();
  }

  void setWork(UUID id, ErasureWork work) {
    jdbc.sql("update erasure set work = ?::json where erasure_id = ?")
        .params(JSON.writeValueAsString(work), id)
        .update();
  }

  void setProblem(UUID id, String problem) {
    jdbc.sql("update erasure set error = ? where erasure_id = ?").params(problem, id).update();
  }

  /** This service is done. */
  void finish(UUID id, Map<String, Long> removed, List<Remaining> remaining, Instant now) {
    jdbc.sql(
            """
            update erasure set error = null, announced = true, removed = :removed::json,
              remaining = :remaining::json, removed_at = :now, announced_at = :now
            where erasure_id = :id\
            """)
        .param("removed", JSON.writeValueAsString(removed))
        .param("remaining", JSON.writeValueAsString(remaining))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }

  /** Forgets the ids of those that all of some services have answered. */
  void forgetAnswered(Set<String> services) {
    jdbc.sql(
            """
            update erasure set work = null where announced and work is not null and not exists (
              select from unnest(?::text[]) service where service not in (
                select a.service from erasure_answer a where a.erasure_id = erasure.erasure_id))\
            """)
        .param(services.toArray(String[]::new))
        .update();
  }

  /** Those that were announced before a moment and not answered by everybody since. */
  List<ErasureRow> unanswered(Instant announcedBefore) {
    return jdbc.sql(SELECT + "where announced and work is not null and announced_at < ?")
        .param(announcedBefore.atOffset(ZoneOffset.UTC))
        .query((row, _) -> row(row))
        .list();
  }

  void announcedAgain(UUID id, Instant now) {
    jdbc.sql("update erasure set announced_at = ? where erasure_id = ?")
        .params(now.atOffset(ZoneOffset.UTC), id)
        .update();
  }

  ErasureWork work(ErasureRow row) {
    if (row.work() == null) {
      throw new IllegalStateException("Erasure " + row.erasureId() + " has nothing left to do");
    }
    return JSON.readValue(row.work(), ErasureWork.class);
  }

  void answer(AnswerMessage answer) {
    jdbc.sql(
            """
            insert into erasure_answer (erasure_id, service, removed, remaining, answered_at)
            select erasure_id, :service, cast(:removed as json), cast(:remaining as json), :at
            from erasure
            where erasure_id = :id on conflict (erasure_id, service) do nothing\
            """)
        .param("service", answer.service())
        .param("removed", JSON.writeValueAsString(answer.removed()))
        .param("remaining", JSON.writeValueAsString(answer.remaining()))
        .param("at", answer.answeredAt().atOffset(ZoneOffset.UTC))
        .param("id", answer.erasureId())
        .update();
  }

  List<ErasureAnswer.OfService> answers(UUID id) {
    return jdbc.sql(
            """
            select service, removed, remaining, answered_at from erasure_answer
            where erasure_id = ? order by service\
            """)
        .param(id)
        .query((row, _) ->
            new ErasureAnswer.OfService(
                row.getString(1),
                counts(row.getString(2)),
                remaining(row.getString(3)),
                instant(row, 4)))
        .list();
  }

  static Map<String, Long> counts(String json) {
    return JSON.readValue(json, new TypeReference<Map<String, Long>>() {});
  }

  static List<Remaining> remaining(String json) {
    return JSON.readValue(json, new TypeReference<List<Remaining>>() {});
  }

  private static ErasureRow row(ResultSet row) throws SQLException {
    return new ErasureRow(
        row.getObject(1, UUID.class),
        instant(row, 2),
        row.getString(3),
        row.getInt(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getObject(8) == null ? null : instant(row, 8),
        row.getBoolean(9),
        row.getString(10));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
