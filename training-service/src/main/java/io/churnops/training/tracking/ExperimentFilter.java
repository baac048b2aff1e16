package io.churnops.training.tracking;

import java.util.List;

/** Which experiments are meant: by name and by tags. */
public final class ExperimentFilter {

  private final List<Clause> clauses;

  private ExperimentFilter(List<Clause> clauses) {
    this.clauses = clauses;
  }

  /** Reads a filter such as {@code name LIKE 'churn%' AND tags.team = 'crm'}. */
  public static ExperimentFilter parse(String filter) {
    return new ExperimentFilter(Clause.parse(filter));
  }

  void addTo(Sql sql) {
    for (Clause clause : clauses) {
      switch (clause.entity()) {
        case "tag", "tags" -> {
          sql.add(
              " and exists (select 1 from experiment_tag t where t.experiment_id = e.experiment_id"
                  + " and t.key = ? and ",
              clause.key());
          clause.addText(sql, "t.value");
          sql.add(")");
        }
        case "attribute", "attributes", "name", "creation_time", "last_update_time" ->
            addAttribute(sql, clause);
        default ->
            throw TrackingException.invalidSearch(
                "Experiments are searched by name, creation_time, last_update_time and tags, not "
                    + clause.name());
      }
    }
  }

  private static void addAttribute(Sql sql, Clause clause) {
    sql.add(" and ");
    switch (clause.key().isEmpty() ? clause.entity() : clause.key()) {
      case "name" -> clause.addText(sql, "e.name");
      case "creation_time" ->
          clause.addNumber(sql, "floor(extract(epoch from e.created_at) * 1000)");
      case "last_update_time" ->
          clause.addNumber(sql, "floor(extract(epoch from e.updated_at) * 1000)");
      default ->
          throw TrackingException.invalidSearch("Experiments have no " + clause.name() + ".");
    }
  }
}
