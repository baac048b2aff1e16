package io.churnops.training.runs;

import io.churnops.kit.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The trials of searches, in Postgres, so that none that ended is done again. Only the attempt that
 * works on a run can write of it.
 */
@Component
class TrialLog {

  private static final TypeReference<TreeMap<String, Double>> POINT = new TypeReference<>() {};
  private static final TypeReference<List<SearchTrial.Rung>> RUNGS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Ids ids;
  private final InstantSource clock;

  TrialLog(JdbcClient jdbc, JsonMapper json, Ids ids, InstantSource clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Begins a trial, or goes on with it where an earlier attempt began it. It waits for whoever is
   * ending the run, who could not see the trial and would leave it running for ever.
   */
  SearchTrial begin(RunQueue.Claim claim, int number, SortedMap<String, Double> point) {
    jdbc.sql(
            """
            insert into search_trial (run_id, number, trial_run_id, parameters, status, started_at)
            select run_id, ?, ?, cast(? as jsonb), 'RUNNING', ? from run
            where run_id = ? and attempt = ? and status = 'RUNNING'
            for share
            on conflict (run_id, number) do nothing
            """)
        .params(
            number,
            ids.next(),
            json.writeValueAsString(point),
            Timestamp.from(clock.instant()),
            claim.runId(),
            claim.attempt())
        .update();
    return jdbc.sql("select * from search_trial where run_id = ? and number = ?")
        .params(claim.runId(), number)
        .query((row, _) -> trial(row))
        .optional()
        .orElseThrow(() -> new RunOverException(claim));
  }

  /** Adds what a trial reached. */
  SearchTrial.Rung reached(
      RunQueue.Claim claim,
      int number,
      double fraction,
      double objective,
      List<Double> folds,
      double seconds) {
    var rung =
        new SearchTrial.Rung(fraction, objective, folds, seconds, clock.instant().toEpochMilli());
    write(
        claim,
        number,
        "rungs = rungs || cast(:value as jsonb), objective = :objective",
        Map.of("value", json.writeValueAsString(List.of(rung)), "objective", objective));
    return rung;
  }

  void end(RunQueue.Claim claim, int number, TrialStatus status, String error) {
    write(
        claim,
        number,
        "status = :status, error = nullif(:error, ''), finished_at = :now",
        Map.of("status", status.name(), "error", error, "now", Timestamp.from(clock.instant())));
  }

  /** Marks the one trial that the model is trained with. */
  void choose(RunQueue.Claim claim, int number) {
    write(claim, number, "best = true", Map.of());
  }

  private void write(RunQueue.Claim claim, int number, String change, Map<String, ?> values) {
    int written =
        jdbc.sql(
                "update search_trial t set "
                    + change
                    + " from run r where t.run_id = :runId and t.number = :number"
                    + " and r.run_id = t.run_id and r.attempt = :attempt and r.status = 'RUNNING'")
            .params(values)
            .param("runId", claim.runId())
            .param("number", number)
            .param("attempt", claim.attempt())
            .update();
    if (written == 0) {
      throw new RunOverException(claim);
    }
  }

  /** How many rungs the trials of a run have reached. */
  long rungs(String runId) {
    return jdbc.sql(
            "select coalesce(sum(jsonb_array_length(rungs)), 0) from search_trial where run_id = ?")
        .param(runId)
        .query(Long.class)
        .single();
  }

  /** The trials of a run after a number, in their order. */
  List<SearchTrial> page(String runId, int after, int size) {
    return jdbc.sql(
            """
            select * from search_trial where run_id = ? and number > ? order by number limit ?
            """)
        .params(runId, after, size)
        .query((row, _) -> trial(row))
        .list();
  }

  private SearchTrial trial(ResultSet row) throws SQLException {
    return new SearchTrial(
        row.getInt("number"),
        row.getString("trial_run_id"),
        json.readValue(row.getString("parameters"), POINT),
        TrialStatus.valueOf(row.getString("status")),
        row.getObject("objective", Double.class),
        json.readValue(row.getString("rungs"), RUNGS),
        row.getString("error"),
        row.getBoolean("best"),
        row.getTimestamp("started_at").toInstant(),
        instant(row.getTimestamp("finished_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
