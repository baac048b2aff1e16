package io.churnops.training.retraining;

import io.churnops.kit.Ids;
import io.churnops.training.audit.AuditTrail;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Retrainings and their steps, in Postgres: one asked for is one that will be worked on. */
@Component
class Retrainings {

  private static final int MOST_STOPS = 9;

  private final JdbcClient jdbc;
  private final RetrainingRows rows;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Ids ids;
  private final InstantSource clock;
  private final Semaphore arrivals = new Semaphore(0);

  Retrainings(
      JdbcClient jdbc,
      RetrainingRows rows,
      AuditTrail audit,
      TransactionTemplate transaction,
      JsonMapper json,
      Ids ids,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.audit = audit;
    this.transaction = transaction;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
  }

  /** Adds a retraining; the same key of the same principal gives the same one. */
  Retraining submit(
      RetrainingRequest request, Retraining.Source source, String by, @Nullable String key) {
    return earlier(request, source, by, key)
        .orElseGet(() -> {
          try {
            String id = transaction.execute(_ -> insert(request, source, by, key));
            arrivals.release();
            return find(String.valueOf(id));
          } catch (DuplicateKeyException taken) {
            return earlier(request, source, by, key).orElseThrow(() -> taken);
          }
        });
  }

  private Optional<Retraining> earlier(
      RetrainingRequest request, Retraining.Source source, String by, @Nullable String key) {
    if (key == null) {
      return Optional.empty();
    }
    Optional<Retraining> earlier = rows.keyed(source, by, key);
    if (earlier.isPresent() && !earlier.get().request().equals(normal(request))) {
      throw RetrainingException.keyReused();
    }
    return earlier;
  }

  /** A request as it is read back, so that numbers compare alike. */
  private RetrainingRequest normal(RetrainingRequest request) {
    return json.readValue(json.writeValueAsString(request), RetrainingRequest.class);
  }

  private String insert(
      RetrainingRequest request, Retraining.Source source, String by, @Nullable String key) {
    String id = ids.next();
    jdbc.sql(
            """
            insert into retraining (retraining_id, model_name, request, source, requested_by,
              idempotency_key, status, created_at)
            values (?, ?, ?::jsonb, ?, ?, ?, 'RUNNING', ?)
            """)
        .param(id)
        .param(request.model())
        .param(json.writeValueAsString(request))
        .param(source.name())
        .param(by)
        .param(key)
        .param(now())
        .update();
    for (Step step : Step.values()) {
      jdbc.sql(
              """
              insert into retraining_step (retraining_id, step, position, status)
              values (?, ?, ?, 'PENDING')
              """)
          .params(id, step.name(), step.ordinal())
          .update();
    }
    return id;
  }

  Retraining find(String id) {
    return rows.find(id).orElseThrow(() -> RetrainingException.unknown(id));
  }

  List<Retraining> page(String model, String before, int size) {
    return rows.page(model, before, size);
  }

  /** What is to be worked on: of each model the oldest that is under way. */
  List<Retraining> underWay() {
    return rows.underWay();
  }

  /** Waits until a retraining may have come, at most as long as said. */
  void awaitArrival(long milliseconds) throws InterruptedException {
    if (arrivals.tryAcquire(milliseconds, TimeUnit.MILLISECONDS)) {
      arrivals.drainPermits();
    }
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

  /**
   * Counts the steps that a worker left as begun once more, so that it cannot end them any more.
   * What the service stopped in again and again is likely what stopped it, and fails.
   *
   * @param stopped whether the process that left them is gone; it may have lost its lease only
   */
  void resume(boolean stopped) {
    transaction.executeWithoutResult(_ -> {
      for (Retraining retraining : underWay()) {
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

  /**
   * Asks for a step anew, and for those that stand on it; only once the retraining is over. The
   * alias never moves on the word of an old report: before a promotion the gates are asked again.
   */
  Retraining retry(String id, Step step, String by) {
    Step from = step == Step.PROMOTE ? Step.GATE : step;
    transaction.executeWithoutResult(_ -> {
      Retraining retraining = rows.lock(id).orElseThrow(() -> RetrainingException.unknown(id));
      if (retraining.status() == RetrainingStatus.RUNNING) {
        throw RetrainingException.underWay(retraining);
      }
      if (retraining.step(step).status() == StepStatus.PENDING) {
        throw RetrainingException.notReached(retraining, step);
      }
      jdbc.sql(
              """
              update retraining_step
              set status = 'PENDING', retries = retries + 1, stops = 0, progress = '{}', result = '{}',
                code = null, reason = null, started_at = null, ended_at = null
              where retraining_id = ? and position >= ?
              """)
          .params(id, from.ordinal())
          .update();
      jdbc.sql(
              """
              update retraining set status = 'RUNNING', finished_at = null, cancelled_by = null,
                retried_by = ?
              where retraining_id = ?
              """)
          .params(by, id)
          .update();
      audit.record(
          by,
          "retraining.retried",
          retraining.model(),
          Map.of("retrainingId", id, "step", step.word()));
    });
    arrivals.release();
    return find(id);
  }

  /** Postgres keeps microseconds; what is said and what is stored must be equal. */
  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  /** Whether a model is being retrained, other than for a key. */
  boolean isUnderWay(String model, String exceptKey) {
    return rows.isUnderWay(model, exceptKey);
  }
}
