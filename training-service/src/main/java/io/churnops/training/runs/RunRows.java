package io.churnops.training.runs;

import java.util.List;
import java.util.Optional;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The runs. */
@Repository
class RunRows {

  private final JdbcClient jdbc;

  RunRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<RunRow> findById(String runId) {
    return jdbc.sql("select * from run where run_id = ?")
        .param(runId)
        .query((row, _) -> RunRow.of(row))
        .optional();
  }

  /** A run that no other transaction changes until this one ends. */
  Optional<RunRow> lock(String runId) {
    return jdbc.sql("select * from run where run_id = ? for no key update")
        .param(runId)
        .query((row, _) -> RunRow.of(row))
        .optional();
  }

  Optional<RunRow> findByRequestedByAndIdempotencyKey(String requestedBy, String idempotencyKey) {
    return jdbc.sql("select * from run where requested_by = ? and idempotency_key = ?")
        .params(requestedBy, idempotencyKey)
        .query((row, _) -> RunRow.of(row))
        .optional();
  }

  List<RunRow> findByStatus(RunStatus status) {
    return jdbc.sql("select * from run where status = ?")
        .param(status.name())
        .query((row, _) -> RunRow.of(row))
        .list();
  }

  /** The oldest queued run, locked; one that another transaction holds is passed over. */
  Optional<RunRow> lockOldestQueued() {
    return jdbc.sql(
            "select * from run where status = 'QUEUED' order by run_id limit 1 for update skip locked")
        .query((row, _) -> RunRow.of(row))
        .optional();
  }

  /** Newest first; ids sort by their creation. */
  List<RunRow> page(String model, String before, int size) {
    return jdbc.sql(
            """
            select * from run
            where (:model = '' or model_name = :model) and (:before = '' or run_id < :before)
            order by run_id desc limit :size
            """)
        .param("model", model)
        .param("before", before)
        .param("size", size)
        .query((row, _) -> RunRow.of(row))
        .list();
  }

  /**
   * Adds a run.
   *
   * @throws org.springframework.dao.DuplicateKeyException when its idempotency key is taken
   */
  void insert(RunRow row) {
    jdbc.sql(
            """
            insert into run
              (run_id, experiment, model_name, dataset_id, requested_by, idempotency_key, request,
               tags, created_at, lock_version, status, environment, metrics, attempt)
            values
              (:runId, :experiment, :modelName, :datasetId, :requestedBy, :idempotencyKey,
               :request::jsonb, :tags::jsonb, :createdAt, :lockVersion, :status,
               :environment::jsonb, :metrics::jsonb, :attempt)
            """)
        .params(row.values())
        .update();
  }

  /**
   * Keeps what has become of a run since it was read.
   *
   * @throws OptimisticLockingFailureException when somebody else has kept something meanwhile
   */
  void update(RunRow row) {
    int changed =
        jdbc.sql(
                """
                update run
                set status = :status, environment = :environment::jsonb,
                  parameters = :parameters::jsonb, split = :split::jsonb,
                  metrics = :metrics::jsonb, promotion = :promotion::jsonb,
                  model_version = :modelVersion, error_code = :errorCode,
                  error_detail = :errorDetail, cancelled_by = :cancelledBy, cost = :cost::jsonb,
                  attempt = :attempt, started_at = :startedAt, finished_at = :finishedAt,
                  lock_version = lock_version + 1
                where run_id = :runId and lock_version = :lockVersion
                """)
            .params(row.values())
            .update();
    if (changed == 0) {
      throw new OptimisticLockingFailureException(
          "Run %s has changed meanwhile".formatted(row.runId()));
    }
  }
}
