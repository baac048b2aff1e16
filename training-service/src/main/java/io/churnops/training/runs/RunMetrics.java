package io.churnops.training.runs;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The metrics of runs by step: what is known once has step 0, a curve has one row per step. */
@Component
class RunMetrics {

  private final JdbcClient jdbc;

  RunMetrics(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds to the current transaction. */
  void add(String runId, List<Metric> metrics) {
    for (Metric metric : metrics) {
      jdbc.sql("insert into run_metric (run_id, name, step, value) values (?, ?, ?, ?)")
          .params(runId, metric.name(), metric.step(), metric.value())
          .update();
    }
  }

  List<Metric> of(String runId) {
    return jdbc.sql("select name, step, value from run_metric where run_id = ? order by name, step")
        .param(runId)
        .query((row, _) ->
            new Metric(row.getString("name"), row.getLong("step"), row.getDouble("value")))
        .list();
  }

  /** One value of a metric. */
  record Metric(String name, long step, double value) {

    static List<Metric> once(Map<String, Double> figures) {
      return figures.entrySet().stream()
          .map(figure -> new Metric(figure.getKey(), 0, figure.getValue()))
          .toList();
    }
  }
}
