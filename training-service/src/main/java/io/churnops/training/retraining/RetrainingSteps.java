package io.churnops.training.retraining;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The steps of retrainings as their worker begins and ends them; each attempt ends once. */
@Component
class RetrainingSteps {

  private static final int MOST_STOPS = 9;

  private final JdbcClient jdbc;
  private final RetrainingRows rows;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final InstantSource clock;

  RetrainingSteps(
      JdbcClient jdbc,
      RetrainingRows rows,
      TransactionTemplate transaction,
      JsonMapper json,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.transaction = transaction;
    this.json = json;
    this.clock = clock;
  }

  /** Begins a step, unless it has been begun. */
  void begin(Retraining retraining, RetrainingStep step) {
    jdbc.sql(
            """
            update retraining_step set status = 'RUNNING', attempt = attempt + 1, started_at = ?
            where retraining_id = ? and step = ? and status = 'PENDING'
            """)
        .params(now(), retraining.retrainingId(), step.step().name())
        .update();
  }

  /** Whether an attempt of a step is not over, nor somebody else's. */
  boolean goesOn(Retraining retraining, RetrainingStep step) {
    return jdbc.sql(
            """
            select exists (
              select from retraining_step
              where retraining_id = ? and step = ? and status = 'RUNNING' and attempt = ?)
            """)
        .params(retraining.retrainingId(), step.step().name(), step.attempt())
        .query(Boolean.class)
        .single();
  }

  /**
   * Counts the steps that a worker left as begun once more, so that it cannot end them any more.
   * What the service stopped in again and again is likely what stopped it, and fails.
   *
   * @param stopped whether the process that left them is gone; it may have lost its lease only
   */
  void resume(boolean stopped) {
    transaction.executeWithoutResult(_ -> {
      for (Retraining retraining : rows.underWay()) {
        retraining
            .current()
            .filter(step -> step.status() == StepStatus.RUNNING)
            .ifPresent(step -> resume(retraining, step, stopped ? 1 : 0));
      }
    });
  }

  private void resume(Retraining retraining, RetrainingStep step, int stops) {
    if (step.stops() + stops <= MOST_STOPS) {
      jdbc.sql(
              """
              update retraining_step set attempt = attempt + 1, stops = stops + ?
              where retraining_id = ? and step = ?
              """)
          .params(stops, retraining.retrainingId(), step.step().name())
          .update();
    } else {
      end(
          retraining,
          step,
          new StepOutcome.Failed(
              "abandoned",
              "The service stopped %d times while it worked on this step"
                  .formatted(step.stops() + stops)));
    }
  }

  /**
   * Keeps what came of a look at a step, and ends the retraining where that ends it.
   *
   * @return what was kept; of an atomic outcome that of its act
   * @throws StepOverException if the step is over already, or in another attempt
   */
  StepOutcome end(Retraining retraining, RetrainingStep step, StepOutcome outcome) {
    return Objects.requireNonNull(
        transaction.execute(_ -> {
          hold(retraining, step);
          StepOutcome kept =
              outcome instanceof StepOutcome.Atomic atomic ? atomic.act().get() : outcome;
          keep(retraining, step, kept);
          return kept;
        }));
  }

  /** Keeps everybody else from ending the step until the current transaction does. */
  private void hold(Retraining retraining, RetrainingStep step) {
    boolean held =
        rows.lock(retraining.retrainingId())
            .map(now -> now.step(step.step()))
            .filter(now -> now.status() == StepStatus.RUNNING && now.attempt() == step.attempt())
            .isPresent();
    if (!held) {
      throw new StepOverException(retraining, step);
    }
  }

  private void keep(Retraining retraining, RetrainingStep step, StepOutcome outcome) {
    switch (outcome) {
      case StepOutcome.Atomic _ ->
          throw new IllegalArgumentException("An act that comes to another act");
      case StepOutcome.Waiting waiting -> keep(retraining, step, waiting);
      case StepOutcome.Done done ->
          end(retraining, step, StepStatus.DONE, done.result(), null, done.reason());
      case StepOutcome.Skipped skipped ->
          end(retraining, step, StepStatus.SKIPPED, Map.of(), null, skipped.reason());
      case StepOutcome.Refused refused -> {
        end(
            retraining,
            step,
            StepStatus.REFUSED,
            refused.result(),
            refused.code(),
            refused.reason());
        finish(retraining, RetrainingStatus.REFUSED);
      }
      case StepOutcome.Failed failed -> {
        end(retraining, step, StepStatus.FAILED, Map.of(), failed.code(), failed.reason());
        finish(retraining, RetrainingStatus.FAILED);
      }
    }
    if (step.step() == Step.PROMOTE && outcome instanceof StepOutcome.Done) {
      finish(retraining, RetrainingStatus.PROMOTED);
    } else if (step.step() == Step.PROMOTE && outcome instanceof StepOutcome.Skipped) {
      finish(retraining, RetrainingStatus.REGISTERED);
    }
  }

  private void keep(Retraining retraining, RetrainingStep step, StepOutcome.Waiting waiting) {
    int kept =
        jdbc.sql(
                """
                update retraining_step set progress = ?::jsonb, reason = ?
                where retraining_id = ? and step = ? and status = 'RUNNING' and attempt = ?
                """)
            .params(
                json.writeValueAsString(waiting.progress()),
                waiting.reason(),
                retraining.retrainingId(),
                step.step().name(),
                step.attempt())
            .update();
    if (kept == 0) {
      throw new StepOverException(retraining, step);
    }
  }

  private void end(
      Retraining retraining,
      RetrainingStep step,
      StepStatus status,
      Map<String, Object> result,
      @Nullable String code,
      String reason) {
    int ended =
        jdbc.sql(
                """
                update retraining_step
                set status = ?, result = ?::jsonb, code = ?, reason = ?, ended_at = ?
                where retraining_id = ? and step = ? and status = 'RUNNING' and attempt = ?
                """)
            .param(status.name())
            .param(json.writeValueAsString(result))
            .param(code)
            .param(reason)
            .param(now())
            .param(retraining.retrainingId())
            .param(step.step().name())
            .param(step.attempt())
            .update();
    if (ended == 0) {
      throw new StepOverException(retraining, step);
    }
  }

  private void finish(Retraining retraining, RetrainingStatus status) {
    jdbc.sql("update retraining set status = ?, finished_at = ? where retraining_id = ?")
        .params(status.name(), now(), retraining.retrainingId())
        .update();
  }

  /** Postgres keeps microseconds; what is said and what is stored must be equal. */
  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
