package io.churnops.training.tracking;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What clients tell of their runs. Each call is written whole or not at all, and writing the same
 * again changes nothing: metrics are kept once per step, time and value, parameters never change.
 */
@Service
public class RunLog {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  RunLog(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Adds metrics, parameters and tags. */
  @Transactional
  public void add(
      String runId,
      List<MetricPoint> metrics,
      Map<String, String> params,
      Map<String, String> tags) {
    lock(runId, !metrics.isEmpty() || !params.isEmpty());
    addMetrics(runId, metrics);
    addParams(runId, params);
    addTags(runId, tags);
  }

  /** Adds the datasets that a run reads. */
  @Transactional
  public void addInputs(String runId, List<RunInput> inputs) {
    lock(runId, true);
    for (RunInput input : inputs) {
      jdbc.sql(
              """
              insert into tracked_input
                (run_id, name, digest, source_type, source, schema, profile, tags)
              values (?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing
              """)
          .param(runId)
          .param(input.name())
          .param(input.digest())
          .param(input.sourceType())
          .param(input.source())
          .param(input.schema())
          .param(input.profile())
          .param(json.writeValueAsString(input.tags()))
          .update();
    }
  }

  /** Takes a tag away. */
  @Transactional
  public void removeTag(String runId, String key) {
    lock(runId, false);
    int removed =
        jdbc.sql("delete from tracked_tag where run_id = ? and key = ?")
            .params(runId, key)
            .update();
    if (removed == 0) {
      throw TrackingException.unknownTag(runId, key);
    }
  }

  /** Makes sure that a run can be written to, one writer at a time. */
  @Transactional
  public void lock(String runId, boolean clientsOnly) {
    record State(boolean training, Stage stage) {}
    State state =
        jdbc.sql("select training, lifecycle_stage from tracked_run where run_id = ? for update")
            .param(runId)
            .query((row, _) ->
                new State(row.getBoolean("training"), Stage.of(row.getString("lifecycle_stage"))))
            .optional()
            .orElseThrow(() -> TrackingException.unknownRun(runId));
    if (state.stage() == Stage.DELETED) {
      throw TrackingException.runDeleted(runId);
    }
    if (state.training() && clientsOnly) {
      throw TrackingException.notYours(runId);
    }
  }

  private void addMetrics(String runId, List<MetricPoint> metrics) {
    if (metrics.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into tracked_metric (run_id, key, step, at_ms, value)
            select ?, key, step, at_ms, value
            from unnest(?, ?, ?, ?) as told (key, step, at_ms, value)
            on conflict do nothing
            """)
        .params(
            runId,
            metrics.stream().map(MetricPoint::key).toArray(String[]::new),
            metrics.stream().map(MetricPoint::step).toArray(Long[]::new),
            metrics.stream().map(MetricPoint::atMs).toArray(Long[]::new),
            metrics.stream().map(MetricPoint::value).toArray(Double[]::new))
        .update();
  }

  private void addParams(String runId, Map<String, String> params) {
    if (params.isEmpty()) {
      return;
    }
    Map<String, String> sorted = new TreeMap<>(params);
    addTexts("tracked_param", runId, sorted, "do nothing");
    jdbc.sql("select key, value from tracked_param where run_id = ? and key = any(?)")
        .params(runId, sorted.keySet().toArray(String[]::new))
        .query(row -> {
          String key = row.getString("key");
          String told = sorted.getOrDefault(key, "");
          if (!told.equals(row.getString("value"))) {
            throw TrackingException.parameterFixed(key, row.getString("value"), told);
          }
        });
  }

  private void addTags(String runId, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      addTexts("tracked_tag", runId, tags, "(run_id, key) do update set value = excluded.value");
    }
  }

  private void addTexts(String table, String runId, Map<String, String> texts, String onConflict) {
    List<Map.Entry<String, String>> entries = List.copyOf(texts.entrySet());
    jdbc.sql(
            "insert into "
                + table
                + " (run_id, key, value)"
                + " select ?, key, value from unnest(?, ?) as told (key, value) on conflict "
                + onConflict)
        .params(
            runId,
            entries.stream().map(Map.Entry::getKey).toArray(String[]::new),
            entries.stream().map(Map.Entry::getValue).toArray(String[]::new))
        .update();
  }
}
