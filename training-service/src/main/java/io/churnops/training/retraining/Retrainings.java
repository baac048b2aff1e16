package io.churnops.training.retraining;

import io.churnops.kit.Ids;
import io.churnops.training.audit.AuditTrail;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Retrainings in Postgres: one asked for is one that will be worked on. */
@Component
class Retrainings {

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
