package io.churnops.training.registry;

import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The versions; they are added, and only their status and notes change. */
@Repository
class ModelVersionRows {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ModelVersionRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Optional<ModelVersionRow> findById(VersionId id) {
    return jdbc.sql("select * from model_version where model_name = ? and version = ?")
        .params(id.modelName(), id.version())
        .query((row, _) -> ModelVersionRow.of(row))
        .optional();
  }

  /** In short, newest first, with those that were deleted or without. */
  List<ModelView.Version> ofModel(String model, boolean deleted) {
    return jdbc.sql(
            """
            select version, status, run_id, created_at, description, tags, metrics
            from model_version
            where model_name = ? and (? or status = 'READY') order by version desc
            """)
        .params(model, deleted)
        .query((row, _) ->
            new ModelView.Version(
                row.getInt("version"),
                row.getString("status"),
                row.getString("run_id"),
                row.getTimestamp("created_at").toInstant(),
                row.getString("description"),
                Notes.tags(json, row.getString("tags")),
                json.readTree(row.getString("metrics")),
                ModelVersion.reportOf(model, row.getInt("version"))))
        .list();
  }

  /** What the folders of a model's artefacts may be called that are still wanted. */
  Set<String> folders(String model) {
    return jdbc
        .sql(
            """
            select version, artefact_digest from model_version
            where model_name = ? and status <> 'REMOVED'
            """)
        .param(model)
        .query((row, _) -> ArtefactStore.names(row.getInt(1), row.getString(2)))
        .list()
        .stream()
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }

  /** The same of one version; none if there is no such version. */
  Set<String> folders(VersionId id) {
    return jdbc.sql(
            """
            select artefact_digest from model_version
            where model_name = ? and version = ? and status <> 'REMOVED'
            """)
        .params(id.modelName(), id.version())
        .query((row, _) -> ArtefactStore.names(id.version(), row.getString(1)))
        .optional()
        .orElse(Set.of());
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
