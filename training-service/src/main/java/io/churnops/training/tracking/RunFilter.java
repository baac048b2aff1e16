package io.churnops.training.tracking;

import java.util.List;

/** Which runs are meant: by metrics, parameters, tags, inputs and attributes. */
public final class RunFilter {

  private final List<Clause> clauses;

  private RunFilter(List<Clause> clauses) {
    this.clauses = clauses;
  }

  /** Reads a filter such as {@code metrics.auc > 0.8 AND params.trees = '200'}. */
  public static RunFilter parse(String filter) {
    return new RunFilter(Clause.parse(filter));
  }

  void addTo(Sql sql) {
    for (Clause clause : clauses) {
      sql.add(" and ");
      switch (RunField.of(clause.entity(), clause.key())) {
        case RunField.Metric(String key) -> {
          begin(sql, "tracked_latest_metric", key);
          clause.addNumber(sql, "x.value");
          sql.add(")");
        }
        case RunField.Param(String key) -> text(sql, "tracked_param", key, clause);
        case RunField.Tag(String key) -> text(sql, "tracked_tag", key, clause);
        case RunField.Input(String column) -> {
          sql.add("exists (select 1 from tracked_input x where x.run_id = r.run_id and ");
          clause.addText(sql, "x." + column);
          sql.add(")");
        }
        case RunField.Text(String column) -> clause.addText(sql, column);
        case RunField.Time(String column) -> clause.addNumber(sql, column);
      }
    }
  }

  private static void text(Sql sql, String table, String key, Clause clause) {
    begin(sql, table, key);
    clause.addText(sql, "x.value");
    sql.add(")");
  }

  private static void begin(Sql sql, String table, String key) {
    sql.add(
        "exists (select 1 from " + table + " x where x.run_id = r.run_id and x.key = ? and ", key);
  }
}
