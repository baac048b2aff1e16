package io.churnops.training.tracking;

import io.churnops.kit.Ids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The runs, with what they told. */
@Service
public class TrackedRuns {

  private static final TypeReference<Map<String, String>> TAGS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final Experiments experiments;
  private final JsonMapper json;
  private final Ids ids;

  TrackedRuns(JdbcClient jdbc, Experiments experiments, JsonMapper json, Ids ids) {
    this.jdbc = jdbc;
    this.experiments = experiments;
    this.json = json;
    this.ids = ids;
  }

  /** Begins a run of a client and gives its id. */
  @Transactional
  public String create(long experiment, String name, String user, long startMs) {
    if (experiments.experiment(experiment).stage() == Stage.DELETED) {
      throw TrackingException.experimentDeleted(experiment);
    }
    String runId = ids.next().replace("-", "");
    jdbc.sql(
            """
            insert into tracked_run (run_id, experiment_id, name, user_id, training, status, start_ms)
            values (?, ?, ?, ?, false, 'RUNNING', ?)
            """)
        .params(runId, experiment, name, user, startMs)
        .update();
    return runId;
  }

  /** Changes what is given. */
  public void update(
      String runId, @Nullable String status, @Nullable Long endMs, @Nullable String name) {
    jdbc.sql(
            """
            update tracked_run set status = coalesce(cast(? as text), status),
              end_ms = coalesce(cast(? as bigint), end_ms), name = coalesce(cast(? as text), name)
            where run_id = ?
            """)
        .param(status)
        .param(endMs)
        .param(name)
        .param(runId)
        .update();
  }

  /** Deletes or restores a run of a client; all it told stays. */
  @Transactional
  public void put(String runId, Stage stage) {
    if (run(runId).training()) {
      throw TrackingException.notYours(runId);
    }
    jdbc.sql("update tracked_run set lifecycle_stage = ? where run_id = ?")
        .params(stage.word(), runId)
        .update();
  }

  /** One run. */
  @Transactional(readOnly = true)
  public TrackedRun run(String runId) {
    return runs(List.of(runId)).stream()
        .findFirst()
        .orElseThrow(() -> TrackingException.unknownRun(runId));
  }

  /** The runs of these ids that there are, in their order. */
  @Transactional(readOnly = true)
  public List<TrackedRun> runs(List<String> runIds) {
    String[] wanted = runIds.toArray(String[]::new);
    Map<String, List<MetricPoint>> metrics =
        lists(
            "select * from tracked_latest_metric where run_id = any(?) order by key",
            wanted,
            POINT);
    Map<String, SortedMap<String, String>> params = texts("tracked_param", wanted);
    Map<String, SortedMap<String, String>> tags = texts("tracked_tag", wanted);
    Map<String, List<RunInput>> inputs =
        lists(
            "select * from tracked_input where run_id = any(?) order by name, digest",
            wanted,
            (row, _) ->
                new RunInput(
                    row.getString("name"),
                    row.getString("digest"),
                    row.getString("source_type"),
                    row.getString("source"),
                    row.getString("schema"),
                    row.getString("profile"),
                    json.readValue(row.getString("tags"), TAGS)));
    Map<String, TrackedRun> found = new HashMap<>();
    jdbc.sql("select * from tracked_run where run_id = any(?)")
        .param(wanted)
        .query((row, _) -> {
          String runId = row.getString("run_id");
          return new TrackedRun(
              runId,
              row.getLong("experiment_id"),
              row.getString("name"),
              row.getString("user_id"),
              row.getBoolean("training"),
              row.getString("status"),
              Stage.of(row.getString("lifecycle_stage")),
              row.getLong("start_ms"),
              row.getObject("end_ms", Long.class),
              metrics.getOrDefault(runId, List.of()),
              params.getOrDefault(runId, new TreeMap<>()),
              tags.getOrDefault(runId, new TreeMap<>()),
              inputs.getOrDefault(runId, List.of()));
        })
        .list()
        .forEach(run -> found.put(run.runId(), run));
    return runIds.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /** The values of a metric from a step on, in the order of steps. */
  public List<MetricPoint> history(
      String runId, String key, @Nullable MetricPoint after, int limit) {
    Sql sql =
        new Sql("select * from tracked_metric where run_id = ? and key = ?").add("", runId, key);
    if (after != null) {
      sql.add(" and (step, at_ms, value) > (?, ?, ?)", after.step(), after.atMs(), after.value());
    }
    sql.add(" order by step, at_ms, value limit ?", limit);
    return jdbc.sql(sql.text()).params(sql.parameters()).query(POINT).list();
  }

  /** All values of a run from one on, metric by metric, each in the order of steps. */
  public List<MetricPoint> points(String runId, @Nullable MetricPoint after, int limit) {
    Sql sql = new Sql("select * from tracked_metric where run_id = ?").add("", runId);
    if (after != null) {
      sql.add(
          " and (key, step, at_ms, value) > (?, ?, ?, ?)",
          after.key(),
          after.step(),
          after.atMs(),
          after.value());
    }
    sql.add(" order by key, step, at_ms, value limit ?", limit);
    return jdbc.sql(sql.text()).params(sql.parameters()).query(POINT).list();
  }

  private static final RowMapper<MetricPoint> POINT =
      (row, _) ->
          new MetricPoint(
              row.getString("key"),
              row.getLong("step"),
              row.getLong("at_ms"),
              row.getDouble("value"));

  private <T> Map<String, List<T>> lists(String sql, String[] runIds, RowMapper<T> mapper) {
    Map<String, List<T>> byRun = new HashMap<>();
    jdbc.sql(sql)
        .param(runIds)
        .query(row -> {
          byRun
              .computeIfAbsent(row.getString("run_id"), _ -> new ArrayList<>())
              .add(mapper.mapRow(row, 0));
        });
    return byRun;
  }

  private Map<String, SortedMap<String, String>> texts(String table, String[] runIds) {
    Map<String, SortedMap<String, String>> byRun = new HashMap<>();
    jdbc.sql("select run_id, key, value from " + table + " where run_id = any(?)")
        .param(runIds)
        .query(row -> {
          byRun
              .computeIfAbsent(row.getString("run_id"), _ -> new TreeMap<>())
              .put(row.getString("key"), row.getString("value"));
        });
    return byRun;
  }
}
