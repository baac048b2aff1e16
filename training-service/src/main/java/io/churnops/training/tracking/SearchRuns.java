package io.churnops.training.tracking;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Finds runs, a page at a time. */
@Service
public class SearchRuns {

  private final JdbcClient jdbc;
  private final TrackedRuns runs;

  SearchRuns(JdbcClient jdbc, TrackedRuns runs) {
    this.jdbc = jdbc;
    this.runs = runs;
  }

  /**
   * What is looked for.
   *
   * @param experiments where; everywhere when null
   * @param cursor that of the page before; empty for the first
   */
  public record Query(
      @Nullable List<Long> experiments,
      List<Stage> stages,
      RunFilter filter,
      RunOrder order,
      String cursor,
      int limit) {}

  /** Some runs, and how to get the next ones. */
  public record Page(List<TrackedRun> runs, @Nullable String nextCursor) {}

  /** A page of the runs that fit. */
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public Page search(Query query) {
    List<Found> found = find(query);
    boolean more = found.size() > query.limit();
    List<Found> page = more ? found.subList(0, query.limit()) : found;
    return new Page(
        runs.runs(page.stream().map(Found::runId).toList()),
        more ? RunOrder.cursor(page.getLast().sortedBy()) : null);
  }

  private List<Found> find(Query query) {
    int columns = query.order().size();
    Sql sql = new Sql("select q.* from (select r.run_id");
    query.order().addColumns(sql);
    sql.add(" from tracked_run r where r.lifecycle_stage = any(?)", (Object) words(query.stages()));
    if (query.experiments() != null) {
      sql.add(" and r.experiment_id = any(?)", (Object) query.experiments().toArray(Long[]::new));
    }
    query.filter().addTo(sql);
    // The offset keeps Postgres from looking up again what is sorted by wherever it is compared.
    sql.add(" offset 0) q");
    if (!query.cursor().isEmpty()) {
      sql.add(" where ");
      query.order().addAfter(sql, query.cursor());
    }
    query.order().addOrder(sql);
    sql.add(" limit ?", query.limit() + 1);
    return jdbc.sql(sql.text())
        .params(sql.parameters())
        .query((row, _) -> {
          List<@Nullable String> sortedBy = new ArrayList<>();
          for (int i = 0; i < columns; i++) {
            sortedBy.add(row.getString("o" + i));
          }
          return new Found(row.getString("run_id"), sortedBy);
        })
        .list();
  }

  private static String[] words(List<Stage> stages) {
    return stages.stream().map(Stage::word).toArray(String[]::new);
  }

  private record Found(String runId, List<@Nullable String> sortedBy) {}
}
