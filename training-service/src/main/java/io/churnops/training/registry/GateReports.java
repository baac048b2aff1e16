package io.churnops.training.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What versions were held to. Rows are added, never changed. */
@Component
public class GateReports {

  private static final TypeReference<List<Gate>> GATES = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  GateReports(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Adds a report to the current transaction; its version must be registered. */
  public void keep(GateReport report) {
    jdbc.sql(
            """
            insert into gate_report (report_id, model_name, version, champion, passed,
              judged_at, judged_by, gates, comparison)
            values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
            """)
        .param(report.reportId())
        .param(report.modelName())
        .param(report.version())
        .param(report.champion())
        .param(report.passed())
        .param(Timestamp.from(report.judgedAt()))
        .param(report.judgedBy())
        .param(json.writeValueAsString(report.gates()))
        .param(report.comparison() == null ? null : json.writeValueAsString(report.comparison()))
        .update();
  }

  /** The reports on a version that are older than one, newest first. */
  public List<GateReport> of(String model, int version, String before, int limit) {
    return jdbc.sql(
            """
            select * from gate_report
            where model_name = :model and version = :version
              and (:before = '' or report_id < :before)
            order by report_id desc limit :limit
            """)
        .param("model", model)
        .param("version", version)
        .param("before", before)
        .param("limit", limit)
        .query(this::report)
        .list();
  }

  private GateReport report(ResultSet row, int number) throws SQLException {
    String comparison = row.getString("comparison");
    return new GateReport(
        row.getString("report_id"),
        row.getString("model_name"),
        row.getInt("version"),
        row.getInt("champion"),
        row.getBoolean("passed"),
        row.getTimestamp("judged_at").toInstant(),
        row.getString("judged_by"),
        json.readValue(row.getString("gates"), GATES),
        comparison == null ? null : json.readValue(comparison, ChampionComparison.class));
  }
}
