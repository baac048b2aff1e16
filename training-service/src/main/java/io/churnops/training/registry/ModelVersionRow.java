package io.churnops.training.registry;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.springframework.data.domain.Persistable;

/** A version never changes; saving one that exists is a unique violation, not an update. */
@Entity
@Immutable
@Table(name = "model_version")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
class ModelVersionRow implements Persistable<VersionId> {

  @EmbeddedId private VersionId id;

  private String status;

  @Column(name = "run_id")
  private String runId;

  @Column(name = "dataset_id")
  private String datasetId;

  @Column(name = "view_name")
  private String viewName;

  @Column(name = "view_fingerprint")
  private String viewFingerprint;

  @Column(name = "artefact_digest")
  private String artefactDigest;

  private double threshold;

  @JdbcTypeCode(SqlTypes.JSON)
  private String metrics;

  @JdbcTypeCode(SqlTypes.JSON)
  private String signature;

  @JdbcTypeCode(SqlTypes.JSON)
  private String baseline;

  @JdbcTypeCode(SqlTypes.JSON)
  private String card;

  @Column(name = "created_at")
  private Instant createdAt;

  @Transient private boolean stored;

  ModelVersionRow() {}

  ModelVersionRow(NewVersion version, Instant createdAt) {
    this.id = new VersionId(version.modelName(), version.version());
    this.status = "READY";
    this.runId = version.runId();
    this.datasetId = version.datasetId();
    this.viewName = version.viewName();
    this.viewFingerprint = version.viewFingerprint();
    this.artefactDigest = version.artefactDigest();
    this.threshold = version.threshold();
    this.metrics = version.metrics().toString();
    this.signature = version.signature().toString();
    this.baseline = version.baseline().toString();
    this.card = version.card().toString();
    this.createdAt = createdAt;
  }

  @Override
  public VersionId getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return !stored;
  }

  @PostLoad
  @PostPersist
  void markStored() {
    stored = true;
  }

  String status() {
    return status;
  }

  String runId() {
    return runId;
  }

  String datasetId() {
    return datasetId;
  }

  String viewName() {
    return viewName;
  }

  String viewFingerprint() {
    return viewFingerprint;
  }

  String artefactDigest() {
    return artefactDigest;
  }

  double threshold() {
    return threshold;
  }

  String metrics() {
    return metrics;
  }

  String signature() {
    return signature;
  }

  String baseline() {
    return baseline;
  }

  String card() {
    return card;
  }

  Instant createdAt() {
    return createdAt;
  }
}
