package io.churnops.training.registry;

import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The versions; they are added, never changed. */
@Repository
class ModelVersionRows {

  private final JdbcClient jdbc;

  ModelVersionRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<ModelVersionRow> findById(VersionId id) {
    return jdbc.sql("select * from model_version where model_name = ? and version = ?")
        .params(id.modelName(), id.version())
        .query((row, _) -> ModelVersionRow.of(row))
        .optional();
  }

  /** Newest first, with those that were deleted or without. */
  List<ModelVersionRow> ofModel(String model, boolean deleted) {
    return jdbc.sql(
            """
            select * from model_version where model_name = ? and (? or status = 'READY')
            order by version desc
            """)
        .params(model, deleted)
        .query((row, _) -> ModelVersionRow.of(row))
        .list();
  }

  /** The highest number of a model's versions, 0 without any. */
  int newest(String model) {
    return jdbc.sql("select coalesce(max(version), 0) from model_version where model_name = ?")
        .param(model)
        .query(Integer.class)
        .single();
  }

  /**
   * Adds a version.
   *
   * @throws org.springframework.dao.DuplicateKeyException when its number is taken
   */
  void insert(ModelVersionRow row) {
    jdbc.sql(
            """
            insert into model_version
              (model_name, version, status, run_id, dataset_id, view_name, view_fingerprint,
               artefact_digest, threshold, metrics, signature, baseline, card, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?::jsonb, ?)
            """)
        .params(
            row.id().modelName(),
            row.id().version(),
            row.status(),
            row.runId(),
            row.datasetId(),
            row.viewName(),
            row.viewFingerprint(),
            row.artefactDigest(),
            row.threshold(),
            row.metrics(),
            row.signature(),
            row.baseline(),
            row.card(),
            Timestamp.from(row.createdAt()))
        .update();
  }
}
