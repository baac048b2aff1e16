package io.churnops.training.runs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run, from its request to its end. */
@Entity
@Table(name = "run")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
class RunRow {

  @Id
  @Column(name = "run_id")
  private String runId;

  private String experiment;

  @Column(name = "model_name")
  private String modelName;

  @Column(name = "dataset_id")
  private String datasetId;

  @Enumerated(EnumType.STRING)
  private RunStatus status;

  @Column(name = "requested_by")
  private String requestedBy;

  @Column(name = "idempotency_key")
  private @Nullable String idempotencyKey;

  @JdbcTypeCode(SqlTypes.JSON)
  private String request;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable String parameters;

  @JdbcTypeCode(SqlTypes.JSON)
  private String tags;

  @JdbcTypeCode(SqlTypes.JSON)
  private String environment;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable String split;

  @JdbcTypeCode(SqlTypes.JSON)
  private String metrics;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable String promotion;

  @Column(name = "model_version")
  private @Nullable Integer modelVersion;

  @Column(name = "error_code")
  private @Nullable String errorCode;

  @Column(name = "error_detail")
  private @Nullable String errorDetail;

  @Column(name = "cancelled_by")
  private @Nullable String cancelledBy;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable String cost;

  private int attempt;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "started_at")
  private @Nullable Instant startedAt;

  @Column(name = "finished_at")
  private @Nullable Instant finishedAt;

  @Version
  @Column(name = "lock_version")
  private @Nullable Long lockVersion;

  RunRow() {}

  RunRow(
      String runId,
      RunRequest request,
      String requestedBy,
      @Nullable String idempotencyKey,
      JsonMapper json,
      Instant createdAt) {
    this.runId = runId;
    this.experiment = request.model();
    this.modelName = request.model();
    this.datasetId = request.datasetId();
    this.status = RunStatus.QUEUED;
    this.requestedBy = requestedBy;
    this.idempotencyKey = idempotencyKey;
    this.request = json.writeValueAsString(request);
    this.tags = json.writeValueAsString(request.tagsOrNone());
    this.environment = "{}";
    this.metrics = "{}";
    this.createdAt = createdAt;
  }

  void start(String environment, Instant now) {
    this.status = RunStatus.RUNNING;
    this.attempt++;
    this.environment = environment;
    this.startedAt = now;
  }

  void requeue() {
    this.status = RunStatus.QUEUED;
    this.startedAt = null;
  }

  void cancel(String by, Instant now) {
    this.status = RunStatus.CANCELLED;
    this.cancelledBy = by;
    this.finishedAt = now;
  }

  void costs(RunCost cost, JsonMapper json) {
    this.cost = json.writeValueAsString(cost);
  }

  void fail(String code, String detail, Instant now) {
    this.status = RunStatus.FAILED;
    this.errorCode = code;
    this.errorDetail = detail;
    this.finishedAt = now;
  }

  void finish(RunOutcome outcome, Instant now) {
    this.status = RunStatus.FINISHED;
    this.parameters = outcome.parameters().toString();
    this.split = outcome.split().toString();
    this.metrics = outcome.metrics().toString();
    this.promotion = outcome.promotion().toString();
    this.modelVersion = outcome.modelVersion();
    this.finishedAt = now;
  }

  /** Whether this is still the attempt that somebody began. */
  boolean isRunning(int attempt) {
    return status == RunStatus.RUNNING && this.attempt == attempt;
  }

  boolean isCancelled(int attempt) {
    return status == RunStatus.CANCELLED && this.attempt == attempt;
  }

  RunStatus status() {
    return status;
  }

  RunRequest request(JsonMapper json) {
    return json.readValue(request, RunRequest.class);
  }

  String runId() {
    return runId;
  }

  String requestedBy() {
    return requestedBy;
  }

  int attempt() {
    return attempt;
  }

  Run toRun(JsonMapper json, ProgressLog.@Nullable Progress progress) {
    return new Run(
        runId,
        status,
        errorCode == null || errorDetail == null ? null : new Run.Error(errorCode, errorDetail),
        cancelledBy,
        progress,
        experiment,
        modelName,
        datasetId,
        requestedBy,
        json.readTree(request),
        optional(json, parameters),
        json.readTree(tags),
        json.readTree(environment),
        optional(json, split),
        json.readTree(metrics),
        optional(json, promotion),
        modelVersion,
        optional(json, cost),
        attempt,
        createdAt,
        startedAt,
        finishedAt);
  }

  private static @Nullable JsonNode optional(JsonMapper json, @Nullable String text) {
    return text == null ? null : json.readTree(text);
  }
}
