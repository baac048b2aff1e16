package io.churnops.training.retraining;

import io.churnops.training.audit.AuditTrail;
import io.churnops.training.datasets.DatasetRequests;
import io.churnops.training.runs.TrainingRuns;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends a retraining that nobody wants any more, and the training set or run that it waits for. Of
 * this and the end of its last step the first to come counts; what its earlier steps made is kept.
 */
@Component
class CancelRetraining {

  private final JdbcClient jdbc;
  private final RetrainingRows rows;
  private final TrainingRuns runs;
  private final DatasetRequests datasets;
  private final AuditTrail audit;
  private final RetrainingMeters meters;
  private final TransactionTemplate transaction;
  private final InstantSource clock;

  CancelRetraining(
      JdbcClient jdbc,
      RetrainingRows rows,
      TrainingRuns runs,
      DatasetRequests datasets,
      AuditTrail audit,
      RetrainingMeters meters,
      TransactionTemplate transaction,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.runs = runs;
    this.datasets = datasets;
    this.audit = audit;
    this.meters = meters;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Cancels a retraining that is under way; one that was cancelled stays as it is. */
  Retraining cancel(String id, String by) {
    boolean ended = Boolean.TRUE.equals(transaction.execute(_ -> end(id, by)));
    Retraining retraining = rows.find(id).orElseThrow(() -> RetrainingException.unknown(id));
    if (ended) {
      meters.ended(retraining);
      DatasetWork.unwantedOf(retraining).ifPresent(datasets::cancel);
    }
    return retraining;
  }

  private boolean end(String id, String by) {
    Retraining retraining = rows.lock(id).orElseThrow(() -> RetrainingException.unknown(id));
    if (retraining.status() == RetrainingStatus.CANCELLED) {
      return false;
    }
    RetrainingStep step =
        retraining.current().orElseThrow(() -> RetrainingException.over(retraining));
    TrainWork.runOf(step).ifPresent(runId -> runs.cancelUnlessOver(runId, by));
    Timestamp now = Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
    jdbc.sql(
            """
            update retraining_step
            set status = 'CANCELLED', code = 'cancelled', reason = ?, ended_at = ?
            where retraining_id = ? and step = ?
            """)
        .params("Cancelled by %s.".formatted(by), now, id, step.step().name())
        .update();
    jdbc.sql(
            """
            update retraining set status = 'CANCELLED', finished_at = ?, cancelled_by = ?
            where retraining_id = ?
            """)
        .params(now, by, id)
        .update();
    audit.record(
        by,
        "retraining.cancelled",
        retraining.model(),
        Map.of("retrainingId", id, "step", step.step().word()));
    return true;
  }
}
