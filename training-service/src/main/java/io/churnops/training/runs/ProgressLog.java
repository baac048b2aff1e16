package io.churnops.training.runs;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far running runs are, for whichever instance is asked. */
@Component
class ProgressLog {

  private final JdbcClient jdbc;
  private final InstantSource clock;

  ProgressLog(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Tells how far a run is, and hears whether it still is to go on. */
  boolean tell(RunQueue.Claim claim) {
    RunProgress.State state = claim.progress().state();
    int wanted =
        jdbc.sql(
                """
                insert into run_progress
                  (run_id, attempt, phase, grown_trees, asked_trees, tried_trials,
                   asked_trials, fitted_folds, asked_folds, seconds_left, told_at)
                select run_id, attempt, :phase, :grown, :asked, :tried, :askedTrials,
                  :fitted, :askedFolds, cast(:left as float8), :now from run
                where run_id = :runId and attempt = :attempt and status = 'RUNNING'
                on conflict (run_id) do update set attempt = excluded.attempt,
                  phase = excluded.phase, grown_trees = excluded.grown_trees,
                  asked_trees = excluded.asked_trees,
                  tried_trials = excluded.tried_trials, asked_trials = excluded.asked_trials,
                  fitted_folds = excluded.fitted_folds, asked_folds = excluded.asked_folds,
                  seconds_left = excluded.seconds_left,
                  told_at = excluded.told_at
                """)
            .param("phase", state.phase().name())
            .param("grown", state.grownTrees())
            .param("asked", state.askedTrees())
            .param("tried", state.triedTrials())
            .param("askedTrials", state.askedTrials())
            .param("fitted", state.fittedFolds())
            .param("askedFolds", state.askedFolds())
            .param("left", state.secondsLeft())
            .param("now", Timestamp.from(clock.instant()))
            .param("runId", claim.runId())
            .param("attempt", claim.attempt())
            .update();
    return wanted == 1;
  }

  /** How far an attempt of a run is, if that was told. */
  Optional<Progress> of(String runId, int attempt) {
    return jdbc.sql("select * from run_progress where run_id = ? and attempt = ?")
        .params(runId, attempt)
        .query((row, _) ->
            new Progress(
                RunPhase.valueOf(row.getString("phase")),
                row.getInt("grown_trees"),
                row.getInt("asked_trees"),
                row.getInt("tried_trials"),
                row.getInt("asked_trials"),
                row.getInt("fitted_folds"),
                row.getInt("asked_folds"),
                row.getObject("seconds_left", Double.class),
                row.getTimestamp("told_at").toInstant()))
        .optional();
  }

  /**
   * How far a run is.
   *
   * @param grownTrees of all the forests of the run together
   * @param askedTrees of all of them; 0 before they begin to grow
   * @param triedTrials of a search for parameters
   * @param askedTrials the most it tries; 0 where nothing is searched
   * @param fittedFolds of a table that is judged in folds, by all the algorithms together
   * @param askedFolds of all of them; 0 where nothing is judged in folds
   * @param secondsLeft until all trees are grown, at the rate of those so far
   */
  @Schema(name = "TrainingRunProgress")
  record Progress(
      RunPhase phase,
      int grownTrees,
      int askedTrees,
      int triedTrials,
      int askedTrials,
      int fittedFolds,
      int askedFolds,
      @Nullable Double secondsLeft,
      Instant toldAt) {}
}
