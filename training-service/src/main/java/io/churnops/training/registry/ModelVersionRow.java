package io.churnops.training.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Of a version only the status and what is said of it change. What a table cannot name is JSON. */
record ModelVersionRow(
    VersionId id,
    String status,
    String runId,
    String datasetId,
    String viewName,
    String viewFingerprint,
    String artefactDigest,
    double threshold,
    String metrics,
    String signature,
    String baseline,
    String card,
    Instant createdAt,
    String description,
    String tags) {

  ModelVersionRow(NewVersion version, Instant createdAt) {
    this(
        new VersionId(version.modelName(), version.version()),
        "READY",
        version.runId(),
        version.datasetId(),
        version.viewName(),
        version.viewFingerprint(),
        version.artefactDigest(),
        version.threshold(),
        version.metrics().toString(),
        version.signature().toString(),
        version.baseline().toString(),
        version.card().toString(),
        createdAt,
        "",
        "{}");
  }

  static ModelVersionRow of(ResultSet row) throws SQLException {
    return new ModelVersionRow(
        new VersionId(row.getString("model_name"), row.getInt("version")),
        row.getString("status"),
        row.getString("run_id"),
        row.getString("dataset_id"),
        row.getString("view_name"),
        row.getString("view_fingerprint"),
        row.getString("artefact_digest"),
        row.getDouble("threshold"),
        row.getString("metrics"),
        row.getString("signature"),
        row.getString("baseline"),
        row.getString("card"),
        row.getTimestamp("created_at").toInstant(),
        row.getString("description"),
        row.getString("tags"));
  }
}
