package io.churnops.training.runs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run, from its request to its end. What becomes of it is kept by {@link RunRows#update}. */
class RunRow {

  private final String runId;
  private final String experiment;
  private final String modelName;
  private final String datasetId;
  private final String requestedBy;
  private final @Nullable String idempotencyKey;
  private final String request;
  private final String tags;
  private final Instant createdAt;
  private final long lockVersion;
  private RunStatus status;
  private String environment;
  private @Nullable String parameters;
  private @Nullable String split;
  private String metrics;
  private @Nullable String promotion;
  private @Nullable Integer modelVersion;
  private @Nullable String errorCode;
  private @Nullable String errorDetail;
  private @Nullable String cancelledBy;
  private @Nullable String cost;
  private int attempt;
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;

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
    this.lockVersion = 0;
  }

  private RunRow(ResultSet row) throws SQLException {
    this.runId = row.getString("run_id");
    this.experiment = row.getString("experiment");
    this.modelName = row.getString("model_name");
    this.datasetId = row.getString("dataset_id");
    this.requestedBy = row.getString("requested_by");
    this.idempotencyKey = row.getString("idempotency_key");
    this.request = row.getString("request");
    this.tags = row.getString("tags");
    this.createdAt = row.getTimestamp("created_at").toInstant();
    this.lockVersion = row.getLong("lock_version");
    this.status = RunStatus.valueOf(row.getString("status"));
    this.environment = row.getString("environment");
    this.parameters = row.getString("parameters");
    this.split = row.getString("split");
    this.metrics = row.getString("metrics");
    this.promotion = row.getString("promotion");
    this.modelVersion = row.getObject("model_version", Integer.class);
    this.errorCode = row.getString("error_code");
    this.errorDetail = row.getString("error_detail");
    this.cancelledBy = row.getString("cancelled_by");
    this.cost = row.getString("cost");
    this.attempt = row.getInt("attempt");
    this.startedAt = instant(row, "started_at");
    this.finishedAt = instant(row, "finished_at");
  }

  static RunRow of(ResultSet row) throws SQLException {
    return new RunRow(row);
  }

  /** What {@link RunRows} writes, by the names of its parameters. */
  Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("runId", runId);
    values.put("experiment", experiment);
    values.put("modelName", modelName);
    values.put("datasetId", datasetId);
    values.put("requestedBy", requestedBy);
    values.put("idempotencyKey", idempotencyKey);
    values.put("request", request);
    values.put("tags", tags);
    values.put("createdAt", Timestamp.from(createdAt));
    values.put("lockVersion", lockVersion);
    values.put("status", status.name());
    values.put("environment", environment);
    values.put("parameters", parameters);
    values.put("split", split);
    values.put("metrics", metrics);
    values.put("promotion", promotion);
    values.put("modelVersion", modelVersion);
    values.put("errorCode", errorCode);
    values.put("errorDetail", errorDetail);
    values.put("cancelledBy", cancelledBy);
    values.put("cost", cost);
    values.put("attempt", attempt);
    values.put("startedAt", timestamp(startedAt));
    values.put("finishedAt", timestamp(finishedAt));
    return values;
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
    this.environment = outcome.environment().toString();
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

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }
}
